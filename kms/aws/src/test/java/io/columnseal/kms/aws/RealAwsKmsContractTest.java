package io.columnseal.kms.aws;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Against AWS itself, with the credentials of the SDK's usual chain. */
@Tag("real")
@EnabledIfEnvironmentVariable(named = RealAwsKmsContractTest.KEY, matches = ".+")
class RealAwsKmsContractTest extends KmsContract {

    static final String KEY = "COLUMNSEAL_TEST_AWS_KEY_ARN";

    @Override
    protected Kms openKms() {
        return AwsKms.builder(System.getenv(KEY)).build();
    }
}
