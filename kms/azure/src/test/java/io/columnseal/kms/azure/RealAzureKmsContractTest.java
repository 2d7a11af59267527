package io.columnseal.kms.azure;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Against Azure itself, under an RSA key, with the credentials of the default chain. */
@Tag("real")
@EnabledIfEnvironmentVariable(named = RealAzureKmsContractTest.KEY, matches = ".+")
class RealAzureKmsContractTest extends KmsContract {

    static final String KEY = "COLUMNSEAL_TEST_AZURE_KEY_ID";

    @Override
    protected Kms openKms() {
        return AzureKms.builder(System.getenv(KEY)).build();
    }

    @Override
    protected boolean bindsContext() {
        return false;
    }
}
