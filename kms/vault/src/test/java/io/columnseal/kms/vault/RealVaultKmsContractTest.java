package io.columnseal.kms.vault;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsContract;
import io.columnseal.test.RealService;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Against a Vault or OpenBao that runs somewhere. */
@Tag("real")
class RealVaultKmsContractTest extends KmsContract {

    private static final String ADDRESS = "COLUMNSEAL_TEST_VAULT_ADDRESS";
    private static final String KEY = "COLUMNSEAL_TEST_VAULT_KEY";
    private static final String TOKEN = "COLUMNSEAL_TEST_VAULT_TOKEN";

    private static Map<String, String> variables;

    @BeforeAll
    static void require() {
        variables = RealService.require(ADDRESS, KEY, TOKEN);
    }

    @Override
    protected Kms openKms() {
        return VaultKms.builder(URI.create(variables.get(ADDRESS)), variables.get(KEY))
                .login(VaultLogin.token(variables.get(TOKEN)))
                .build();
    }
}
