package io.columnseal.kms.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsFault;
import io.columnseal.test.KmsFeatures;
import io.columnseal.test.KmsService;
import io.columnseal.test.KmsServiceContract;
import io.columnseal.test.kms.VaultServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class VaultKmsContractTest extends KmsServiceContract {

    private static final Duration TIMEOUT = Duration.ofMillis(400);

    private final VaultServer server = VaultServer.start();

    VaultKmsContractTest() {
        server.createDerivedKey("columnseal");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    protected Kms openKms() {
        VaultKms kms = VaultKms.builder(server.endpoint(), "columnseal")
                .login(VaultLogin.appRole(server.roleId(), server.secretId()))
                .timeout(TIMEOUT)
                .build();
        return kms;
    }

    @Override
    protected KmsService service() {
        return server;
    }

    /** Vault cannot switch a transit key off, and its answers do not name the key. */
    @Override
    protected Set<KmsFault> faults() {
        return EnumSet.complementOf(EnumSet.of(KmsFault.DISABLED, KmsFault.PENDING_DELETION, KmsFault.OTHER_KEK));
    }

    @Override
    protected String settings() {
        return "columnseal.kms.vault";
    }

    /** Tokens begin so. */
    @Override
    protected Set<String> secrets() {
        return Set.of("hvs.", server.secretId());
    }

    @Test
    void doesWhatItsDocumentationSays() {
        assertThat(features()).isEqualTo(KmsFeatures.documented(Path.of("../../docs/kms/README.md"), "vault"));
    }
}
