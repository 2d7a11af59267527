package io.columnseal.kms.pkcs11;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsContract;
import io.columnseal.test.RealService;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Against an HSM that is there: a token with an AES key. */
@Tag("real")
class RealPkcs11KmsContractTest extends KmsContract {

    private static final String LIBRARY = "COLUMNSEAL_TEST_PKCS11_LIBRARY";
    private static final String LABEL = "COLUMNSEAL_TEST_PKCS11_KEY_LABEL";
    private static final String PIN = "COLUMNSEAL_TEST_PKCS11_PIN";

    private static Map<String, String> variables;

    @BeforeAll
    static void require() {
        variables = RealService.require(LIBRARY, LABEL, PIN);
    }

    @Override
    protected Kms openKms() {
        return Pkcs11Kms.builder(
                        Path.of(variables.get(LIBRARY)),
                        variables.get(LABEL),
                        variables.get(PIN).toCharArray())
                .build();
    }
}
