package io.columnseal.kms.pkcs11;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Against an HSM that is there: a token with an AES key. */
@Tag("real")
@EnabledIfEnvironmentVariable(named = RealPkcs11KmsContractTest.LIBRARY, matches = ".+")
@EnabledIfEnvironmentVariable(named = RealPkcs11KmsContractTest.LABEL, matches = ".+")
@EnabledIfEnvironmentVariable(named = RealPkcs11KmsContractTest.PIN, matches = ".+")
class RealPkcs11KmsContractTest extends KmsContract {

    static final String LIBRARY = "COLUMNSEAL_TEST_PKCS11_LIBRARY";
    static final String LABEL = "COLUMNSEAL_TEST_PKCS11_KEY_LABEL";
    static final String PIN = "COLUMNSEAL_TEST_PKCS11_PIN";

    @Override
    protected Kms openKms() {
        return Pkcs11Kms.builder(
                        Path.of(System.getenv(LIBRARY)),
                        System.getenv(LABEL),
                        System.getenv(PIN).toCharArray())
                .build();
    }
}
