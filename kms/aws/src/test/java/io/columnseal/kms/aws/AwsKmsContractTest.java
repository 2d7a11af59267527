package io.columnseal.kms.aws;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsService;
import io.columnseal.test.KmsServiceContract;
import io.columnseal.test.kms.AwsKmsServer;
import org.junit.jupiter.api.AfterAll;

class AwsKmsContractTest extends KmsServiceContract {

    private final AwsKmsServer server = AwsKmsServer.start("eu-central-1");
    private final String key = server.createKey();

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    protected Kms openKms() {
        return Servers.client(server, key).build();
    }

    @Override
    protected KmsService service() {
        return server;
    }

    @Override
    protected String settings() {
        return "columnseal.kms.aws";
    }
}
