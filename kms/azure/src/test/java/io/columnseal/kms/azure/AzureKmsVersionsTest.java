package io.columnseal.kms.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsVersionsContract;
import io.columnseal.test.kms.AzureKeyVaultServer;
import io.columnseal.test.kms.VersionedKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

class AzureKmsVersionsTest extends KmsVersionsContract {

    private AzureKeyVaultServer server;

    @Override
    protected VersionedKeys startService() {
        server = AzureKeyVaultServer.start();
        return server;
    }

    @Test
    void knowsAVersionByAllSpellingsOfItsName() {
        String version = server.endpoint() + "/keys/columnseal/0123456789abcdef";
        try (Kms kms = Vaults.client(server, server.createRsaKey("columnseal")).build()) {
            assertThat(kms.isSameKek(version, version.replace("columnseal", "ColumnSeal")))
                    .isTrue();
            assertThat(kms.isSameKek(version, version.replace("abcdef", "abcdee")))
                    .isFalse();
            assertThat(kms.isSameKek(version, server.endpoint() + "/keys/columnseal"))
                    .isFalse();
        }
    }

    @Override
    protected Kms open(String key, List<String> previousKeys) {
        return Vaults.client(server, key).previousKeyIds(previousKeys).build();
    }

    @Override
    protected String previousKeysSetting() {
        return "columnseal.kms.azure.previous-key-ids";
    }

    @Override
    protected List<String> strangers(String key, String versionId) {
        String version = versionId.substring(key.length());
        return List.of(
                "https://attacker.example/keys/columnseal" + version,
                server.endpoint() + "/keys/other" + version,
                server.endpoint() + "/secrets/columnseal" + version,
                key,
                key + "/../other" + version,
                versionId + "?x",
                "http" + versionId.substring("https".length()));
    }
}
