package io.columnseal.test.kms;

import com.google.cloud.kms.v1.CryptoKey;
import com.google.cloud.kms.v1.CryptoKeyVersion;
import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionState;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A symmetric key of Google Cloud KMS in a server's memory, with all its versions. Safe for use by many threads. */
final class GcpKey {

    private final String name;
    private final List<ServedKey> versions = new ArrayList<>();
    private final Set<String> disabled = new HashSet<>();

    GcpKey(String name) {
        this.name = name;
        rotate();
    }

    String name() {
        return name;
    }

    synchronized String rotate() {
        ServedKey version = ServedKey.random(name + "/cryptoKeyVersions/" + (versions.size() + 1));
        versions.add(version);
        return version.name();
    }

    synchronized void disable(String version) {
        disabled.add(version);
    }

    synchronized ServedKey primary() {
        return versions.get(versions.size() - 1);
    }

    synchronized Optional<ServedKey> version(String versionName) {
        return versions.stream()
                .filter(version -> version.name().equals(versionName))
                .findFirst();
    }

    synchronized CryptoKeyVersionState state(ServedKey version) {
        return disabled.contains(version.name()) ? CryptoKeyVersionState.DISABLED : CryptoKeyVersionState.ENABLED;
    }

    CryptoKey describe(CryptoKeyVersionState state) {
        ServedKey primary = primary();
        return CryptoKey.newBuilder()
                .setName(name)
                .setPurpose(CryptoKey.CryptoKeyPurpose.ENCRYPT_DECRYPT)
                .setPrimary(CryptoKeyVersion.newBuilder()
                        .setName(primary.name())
                        .setState(state)
                        .setCreateTime(Timestamp.newBuilder()
                                .setSeconds(primary.createdAt().getEpochSecond())))
                .build();
    }
}
