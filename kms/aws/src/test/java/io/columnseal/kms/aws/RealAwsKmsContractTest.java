package io.columnseal.kms.aws;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsContract;
import io.columnseal.test.RealService;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Against AWS itself, with the credentials of the SDK's usual chain. */
@Tag("real")
class RealAwsKmsContractTest extends KmsContract {

    private static final String KEY = "COLUMNSEAL_TEST_AWS_KEY_ARN";

    private static Map<String, String> variables;

    @BeforeAll
    static void require() {
        variables = RealService.require(KEY);
    }

    @Override
    protected Kms openKms() {
        return AwsKms.builder(variables.get(KEY)).build();
    }
}
