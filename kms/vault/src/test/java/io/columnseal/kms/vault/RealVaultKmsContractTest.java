package io.columnseal.kms.vault;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsContract;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Against a Vault or OpenBao that runs somewhere. */
@Tag("real")
@EnabledIfEnvironmentVariable(named = RealVaultKmsContractTest.ADDRESS, matches = ".+")
@EnabledIfEnvironmentVariable(named = RealVaultKmsContractTest.KEY, matches = ".+")
@EnabledIfEnvironmentVariable(named = RealVaultKmsContractTest.TOKEN, matches = ".+")
class RealVaultKmsContractTest extends KmsContract {

    static final String ADDRESS = "COLUMNSEAL_TEST_VAULT_ADDRESS";
    static final String KEY = "COLUMNSEAL_TEST_VAULT_KEY";
    static final String TOKEN = "COLUMNSEAL_TEST_VAULT_TOKEN";

    @Override
    protected Kms openKms() {
        return VaultKms.builder(URI.create(System.getenv(ADDRESS)), System.getenv(KEY))
                .login(VaultLogin.token(System.getenv(TOKEN)))
                .build();
    }
}
