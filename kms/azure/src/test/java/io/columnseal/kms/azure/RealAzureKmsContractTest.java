package io.columnseal.kms.azure;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsContract;
import io.columnseal.test.RealService;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Against Azure itself, under an RSA key, with the credentials of the default chain. */
@Tag("real")
class RealAzureKmsContractTest extends KmsContract {

    private static final String KEY = "COLUMNSEAL_TEST_AZURE_KEY_ID";

    private static Map<String, String> variables;

    @BeforeAll
    static void require() {
        variables = RealService.require(KEY);
    }

    @Override
    protected Kms openKms() {
        return AzureKms.builder(variables.get(KEY)).build();
    }

    @Override
    protected boolean bindsContext() {
        return false;
    }
}
