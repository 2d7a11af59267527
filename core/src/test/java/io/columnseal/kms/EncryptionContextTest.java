package io.columnseal.kms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EncryptionContextTest {

    @Test
    void namesEverythingAWrappedKeyIsBoundTo() {
        EncryptionContext context = EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

        assertThat(context.entries().toString())
                .isEqualTo("{columnseal=1, environment=production, key-id=00f3a1b2c3d4e5f6, tenant=clinic-1,"
                        + " usage=FIELD}");
    }

    /** Frozen: keys wrapped with it lie in databases. */
    @Test
    void hasOneCanonicalForm() {
        String canonical = new String(
                EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD")
                        .canonical(),
                StandardCharsets.ISO_8859_1);

        assertThat(canonical)
                .isEqualTo("\0\13" + "\0\0\0\24columnseal/context/1" + "\0\0\0\12columnseal" + "\0\0\0\0011"
                        + "\0\0\0\13environment" + "\0\0\0\12production" + "\0\0\0\6key-id"
                        + "\0\0\0\02000f3a1b2c3d4e5f6" + "\0\0\0\6tenant" + "\0\0\0\10clinic-1" + "\0\0\0\5usage"
                        + "\0\0\0\5FIELD");
    }
}
