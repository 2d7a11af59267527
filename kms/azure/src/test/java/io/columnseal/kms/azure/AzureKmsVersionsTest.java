package io.columnseal.kms.azure;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsVersionsContract;
import io.columnseal.test.kms.AzureKeyVaultServer;
import io.columnseal.test.kms.VersionedKeys;
import java.util.List;

class AzureKmsVersionsTest extends KmsVersionsContract {

    private AzureKeyVaultServer server;

    @Override
    protected VersionedKeys startService() {
        server = AzureKeyVaultServer.start();
        return server;
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
