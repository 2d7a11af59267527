package io.columnseal.benchmarks.startup;

import io.columnseal.ColumnSeal;
import io.columnseal.hibernate.EncryptionSettings;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import java.util.Map;

/** What a factory with ColumnSeal is given. A class of its own: one variant runs without ColumnSeal's classes. */
final class ColumnSealSettings {

    private ColumnSealSettings() {}

    static Map<String, Object> settings() {
        ColumnSeal seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))
                .keyStore(new InMemoryDataKeyStore())
                .build();
        return Map.of(EncryptionSettings.INSTANCE, seal);
    }
}
