package io.columnseal.kms.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsFault;
import io.columnseal.test.KmsFeatures;
import io.columnseal.test.KmsService;
import io.columnseal.test.KmsServiceContract;
import io.columnseal.test.kms.AzureKeyVaultServer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AzureRsaContractTest extends KmsServiceContract {

    private final AzureKeyVaultServer server = AzureKeyVaultServer.start();
    private final String key = server.createRsaKey("columnseal");

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    protected Kms openKms() {
        return Vaults.client(server, key).build();
    }

    @Override
    protected KmsService service() {
        return server;
    }

    @Override
    protected boolean bindsContext() {
        return false;
    }

    /** Of a key that was deleted, and can be recovered, a vault answers that it is not there. */
    @Override
    protected Set<KmsFault> faults() {
        return EnumSet.complementOf(EnumSet.of(KmsFault.PENDING_DELETION));
    }

    @Override
    protected String settings() {
        return "columnseal.kms.azure";
    }

    @Override
    protected Set<String> secrets() {
        return Set.of(server.token());
    }

    @Test
    void doesWhatItsDocumentationSays() {
        assertThat(features()).isEqualTo(KmsFeatures.documented(Path.of("../../docs/kms/README.md"), "azure, RSA"));
    }
}
