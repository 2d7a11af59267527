package io.columnseal.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsFeatures;
import io.columnseal.test.KmsService;
import io.columnseal.test.KmsServiceContract;
import io.columnseal.test.kms.AwsKmsServer;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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

    @Override
    protected Set<String> secrets() {
        return Set.of(server.secretAccessKey());
    }

    @Test
    void doesWhatItsDocumentationSays() {
        assertThat(features()).isEqualTo(KmsFeatures.documented(Path.of("../../docs/kms/README.md"), "aws"));
    }
}
