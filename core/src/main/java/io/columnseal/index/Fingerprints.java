package io.columnseal.index;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Fingerprints of chains of normalizers, each computed once. Safe for use by many threads. */
final class Fingerprints {

    private final Map<List<Class<?>>, String> byChain = new ConcurrentHashMap<>();

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
