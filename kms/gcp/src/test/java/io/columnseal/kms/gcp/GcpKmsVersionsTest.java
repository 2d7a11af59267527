package io.columnseal.kms.gcp;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsVersionsContract;
import io.columnseal.test.kms.GcpKmsServer;
import io.columnseal.test.kms.VersionedKeys;
import java.util.List;

class GcpKmsVersionsTest extends KmsVersionsContract {

    private GcpKmsServer server;

    @Override
    protected VersionedKeys startService() {
        server = GcpKmsServer.start();
        return server;
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
