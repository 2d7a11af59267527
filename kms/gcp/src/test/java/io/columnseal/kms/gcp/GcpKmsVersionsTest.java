package io.columnseal.kms.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.Kms;
import io.columnseal.test.KmsVersionsContract;
import io.columnseal.test.kms.GcpKmsServer;
import io.columnseal.test.kms.VersionedKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

class GcpKmsVersionsTest extends KmsVersionsContract {

    private GcpKmsServer server;

    @Override
    protected VersionedKeys startService() {
        server = GcpKmsServer.start();
        return server;
    }

    @Test
    void namesTheVersionAsGoogleDoes() {
        String key = server.createKey("other");
        try (Kms kms = open(key, List.of())) {
            assertThat(kms.describe().kekId()).isEqualTo(key + "/cryptoKeyVersions/1");
            assertThat(kms.kekId()).isEqualTo(key + "/cryptoKeyVersions/1");
        }
    }

    @Test
    void storesTheNameOfTheVersionThatGoogleWrappedWith() {
        String key = server.createKey("other");
        try (Kms kms = open(key, List.of());
                GeneratedDataKey generated =
                        kms.generateDataKey(EncryptionContext.of("test", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD"))) {
            assertThat(generated.wrapped().kekId()).isEqualTo(key + "/cryptoKeyVersions/1");
        }
    }

    @Override
    protected Kms open(String key, List<String> previousKeys) {
        return GcpKms.builder(key)
                .endpoint(server.endpoint())
                .previousKeyNames(previousKeys)
                .build();
    }

    @Override
    protected String previousKeysSetting() {
        return "columnseal.kms.gcp.previous-key-names";
    }

    @Override
    protected List<String> strangers(String key, String version) {
        return List.of(
                key,
                key + "/cryptoKeyVersions/0",
                key + "/cryptoKeyVersions/1/x",
                key.replace("projects/clinic", "projects/attacker") + "/cryptoKeyVersions/1",
                "x/" + version);
    }
}
