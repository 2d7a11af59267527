package io.columnseal.kms.gcp;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Against Google itself, with the application default credentials. */
@Tag("real")
@EnabledIfEnvironmentVariable(named = RealGcpKmsContractTest.KEY, matches = ".+")
class RealGcpKmsContractTest extends KmsContract {

    static final String KEY = "COLUMNSEAL_TEST_GCP_KEY_NAME";

    @Override
    protected Kms openKms() {
        return GcpKms.builder(System.getenv(KEY)).build();
    }
}
