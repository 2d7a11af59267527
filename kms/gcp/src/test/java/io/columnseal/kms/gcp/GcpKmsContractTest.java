package io.columnseal.kms.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsFault;
import io.columnseal.test.KmsFeatures;
import io.columnseal.test.KmsService;
import io.columnseal.test.KmsServiceContract;
import io.columnseal.test.kms.GcpKmsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class GcpKmsContractTest extends KmsServiceContract {

    private static final Duration TIMEOUT = Duration.ofMillis(400);

    private final GcpKmsServer server = GcpKmsServer.start();
    private final String key = server.createKey("columnseal");

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    protected Kms openKms() {
        return GcpKms.builder(key).endpoint(server.endpoint()).timeout(TIMEOUT).build();
    }

    @Override
    protected KmsService service() {
        return server;
    }

    /** The answer to a decryption does not name the key. */
    @Override
    protected Set<KmsFault> faults() {
        return EnumSet.complementOf(EnumSet.of(KmsFault.OTHER_KEK));
    }

    @Override
    protected String settings() {
        return "columnseal.kms.gcp";
    }

    @Test
    void doesWhatItsDocumentationSays() {
        assertThat(features()).isEqualTo(KmsFeatures.documented(Path.of("../../docs/kms/README.md"), "gcp"));
    }
}
