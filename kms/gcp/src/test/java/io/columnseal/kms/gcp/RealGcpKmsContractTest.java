package io.columnseal.kms.gcp;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsContract;
import io.columnseal.test.RealService;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Against Google itself, with the application default credentials. */
@Tag("real")
class RealGcpKmsContractTest extends KmsContract {

    private static final String KEY = "COLUMNSEAL_TEST_GCP_KEY_NAME";

    private static Map<String, String> variables;

    @BeforeAll
    static void require() {
        variables = RealService.require(KEY);
    }

    @Override
    protected Kms openKms() {
        return GcpKms.builder(variables.get(KEY)).build();
    }
}
