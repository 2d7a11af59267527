package io.columnseal.kms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The recovery-wrapped key of docs/format.md, which OpenSSL made, is opened by every later version. */
class RecoveryVectorTest {

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "0102030405060708", "FIELD");

    @Test
    void opensAKeyThatWasWrappedByOpenSsl() throws IOException {
        RecoveryPrivateKey key = RecoveryPrivateKey.fromPem(resource("recovery-private-1.pem"));

        assertThat(key.unwrap(documented("recovery-wrapped key"), CONTEXT)).hasValue(documented("data key"));
    }

    @Test
    void spellsFingerprintAndLabelAsDocumented() throws IOException {
        String fingerprint = HexFormat.of().formatHex(documented("recovery fingerprint"));
        RecoveryKey key = RecoveryKey.fromPem(resource("recovery-public-1.pem"), fingerprint);

        assertThat(key.isNamedBy(documented("recovery-wrapped key"))).isTrue();
        assertThat(RecoveryKey.label(CONTEXT)).isEqualTo(documented("recovery label"));
    }

    private static byte[] documented(String name) throws IOException {
        Matcher row = Pattern.compile("^\\| " + name + " \\| `([0-9a-f]*)` \\|$", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("..", "docs", "format.md")));
        assertThat(row.find()).as(name).isTrue();
        return HexFormat.of().parseHex(row.group(1));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = RecoveryVectorTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
