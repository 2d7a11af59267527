package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.key.KeyBundle;
import io.columnseal.kms.LocalKms;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyBundleTest {

    private static final FieldContext SSN = FieldContext.of("default", "patient.ssn");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    @Test
    void startsWithoutADatabase() {
        String line = KeyBundle.generate(
                        Environment.PRODUCTION, LocalKms.fromHex(Contexts.MASTER_KEY), "default", "test")
                .text();
        Contexts.bare()
                .withPropertyValues(
                        "columnseal.kms.local.master-key=" + Contexts.MASTER_KEY, "columnseal.key-store.bundle=" + line)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    ColumnSeal seal = context.getBean(ColumnSeal.class);
                    assertThat(seal.fields().decrypt(SSN, seal.fields().encrypt(SSN, PLAINTEXT)))
                            .isEqualTo(PLAINTEXT);
                });
    }

    @Test
    void namesTheSettingOfALineThatIsNone() {
        Contexts.bare()
                .withPropertyValues(
                        "columnseal.kms.local.master-key=" + Contexts.MASTER_KEY,
                        "columnseal.key-store.bundle=columnseal.keys.1.AAAA")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("ENCRYPTED_PHI_KEY")
                        .hasMessageContaining("columnseal.key-store.bundle"));
    }
}
