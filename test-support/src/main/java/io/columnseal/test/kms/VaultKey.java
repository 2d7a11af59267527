package io.columnseal.test.kms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A key of a vault in a server's memory, with all its versions. Safe for use by many threads. */
final class VaultKey {

    private final String name;
    private final Supplier<VaultKeyVersion> generator;
    private final List<VaultKeyVersion> versions = new ArrayList<>();

    VaultKey(String name, Supplier<VaultKeyVersion> generator) {
        this.name = name;
        this.generator = generator;
        rotate();
    }

    String name() {
        return name;
    }

    synchronized VaultKeyVersion rotate() {
        VaultKeyVersion version = generator.get();
        versions.add(version);
        return version;
    }

    synchronized VaultKeyVersion newest() {
        return versions.get(versions.size() - 1);
    }

    synchronized Optional<VaultKeyVersion> version(String id) {
        return versions.stream().filter(version -> version.id().equals(id)).findFirst();
    }
}
