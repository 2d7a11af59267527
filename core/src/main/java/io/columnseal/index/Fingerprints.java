package io.columnseal.index;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Fingerprints of chains of normalizers, each computed once. Safe for use by many threads. */
final class Fingerprints {

    /** What would be computed, which a test holds on every Java version. Frozen by stored data. */
    private static final Map<List<Class<?>>, String> BUILT_IN = Map.of(
            List.of(Trim.class), "2d5e7a4cc3f2b3d46c90b02c84d8ecdaa8ef9ea339759fdd4d8ebf6d3ab4913a",
            List.of(FoldCase.class), "c6affacc33843bec48a7ad77dac89a67afc911508a1aa8899d9d0471aa04b2a7",
            List.of(DigitsOnly.class), "927a9e24ac8ae38e1d6af762f575ab480ed007fe82b9eecc4fadb92c7b16f036",
            List.of(StripAccents.class), "bb889d3ea21cb16c5f4fd7f8e62cf1eae4988ffd9d9436f0999d484614f033da");

    private final Map<List<Class<?>>, String> byChain = new ConcurrentHashMap<>(BUILT_IN);

    String of(NormalizerChain chain) {
        // Not under a lock of the map: whoever computes the same one meanwhile gets the same
        String known = byChain.get(chain.classes());
        if (known == null) {
            known = ChainFingerprint.of(chain);
            byChain.put(chain.classes(), known);
        }
        return known;
    }
}
