package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.Storage;
import io.columnseal.Uniqueness;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.cipher.Suite;
import io.columnseal.internal.crypto.Sha256;
import io.columnseal.kms.WrappedKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Key files that are stored must be read by every later release. */
class KeyFileJsonTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.000001Z");

    @Test
    void writesTheFileOfTheFirstRelease() throws IOException {
        assertThat(new String(KeyFileJson.write(content()), StandardCharsets.US_ASCII))
                .isEqualTo(new String(golden(), StandardCharsets.US_ASCII));
    }

    @Test
    void readsTheFileOfTheFirstRelease() throws IOException {
        assertThat(KeyFileJson.read(golden())).isEqualTo(content());
    }

    @Test
    void readsWhatAnEmptyStoreWrites() {
        assertThat(KeyFileJson.read(KeyFileJson.write(KeyFileContent.EMPTY))).isEqualTo(KeyFileContent.EMPTY);
    }

    /** With the next change they would be gone. */
    @Test
    void refusesFieldsThatItDoesNotKnow() {
        refuses(redigested(text().replace("  \"nodes\"", "  \"later\": 1,\n  \"nodes\"")));
    }

    @Test
    void refusesAnotherVersion() {
        refuses(redigested(text().replace("columnseal-keys/1", "columnseal-keys/2")));
    }

    @Test
    void refusesAnotherSpellingOfTheSameContent() {
        refuses(redigested(text().replace("\"revision\": 7", "\"revision\":  7")));
        refuses(redigested(text().replace("\"revision\": 7", "\"revision\": 07")));
        refuses(redigested(text().replace("\"j.doe\"", "\"\\u006a.doe\"")));
    }

    @Test
    void refusesAWrongDigest() {
        refuses(text().replace("\"j.doe\"", "\"j.dof\""));
    }

    @Test
    void refusesWhatIsNoJsonOfOurs() {
        for (String text : List.of(
                "",
                "{",
                "[]",
                "{}",
                "null",
                "{\"a\":null}",
                "{\"a\":1.5}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":" + "[".repeat(100_000),
                "{\"a\":" + "9".repeat(1_000) + "}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\n\"}",
                "{\"a\":tru}",
                "{\"a\" 1}",
                "{\"a\":1]",
                "{\"a\":1}x")) {
            refuses(text);
        }
    }

    private static void refuses(String text) {
        assertThatThrownBy(() -> KeyFileJson.read(text.getBytes(StandardCharsets.US_ASCII)))
                .as(text.substring(0, Math.min(40, text.length())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String text() {
        return new String(KeyFileJson.write(content()), StandardCharsets.US_ASCII);
    }

    private static String redigested(String text) {
        String digested = text.substring(0, text.lastIndexOf(",\n  \"digest\""));
        return digested + ",\n  \"digest\": \""
                + HexFormat.of().formatHex(Sha256.digest(digested.getBytes(StandardCharsets.US_ASCII))) + "\"\n}\n";
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = KeyFileJsonTest.class.getResourceAsStream("key-file-1.json")) {
            return in.readAllBytes();
        }
    }

    private static KeyFileContent content() {
        IndexColumn index = new IndexColumn("", "ssn_bidx", "0a", 128, Uniqueness.CURRENT);
        RegisteredColumn column = new RegisteredColumn(
                        "clinic",
                        "Patient",
                        "ssn",
                        "patient",
                        "ssn",
                        "patient.ssn",
                        "field",
                        "text",
                        Storage.BINARY,
                        List.of(index),
                        List.of(new IndexColumn("last4", "ssn_last4", "", 64)))
                .alsoIn(List.of(new ColumnPlace("patient_aud", "ssn")));
        Approval approval = new Approval(
                "0123456789abcdef",
                KeyOperation.ROTATE,
                "clinic-1",
                new KeyId(-1),
                "all of it",
                "j.doe",
                TIME,
                "quarterly \"rotation\" \\ Zoë 😀",
                TIME.plusSeconds(60),
                Approval.State.APPROVED,
                "a.smith",
                2);
        return new KeyFileContent(
                new StoreContent(
                        7,
                        List.of(
                                new StoreContent.Key(row(2, KeyState.ACTIVE, wrapped(), bytes(4), bytes(3)), 7),
                                new StoreContent.Key(row(1, KeyState.DESTROYED, null, null, null), 6)),
                        List.of(new KeyNote(new KeyId(1), KeyNote.Kind.UNUSED, TIME, "")),
                        List.of(new StoredApproval(approval, bytes(5))),
                        List.of(column),
                        List.of(new StoreContent.Node("node-1", "clinic", 7, 3, 1_767_225_600_000_001_000L))),
                new KeyFileLog.End(12, 4_711));
    }

    private static DataKeyRow row(
            int version,
            KeyState state,
            @Nullable WrappedKey wrapped,
            byte @Nullable [] recovery,
            byte @Nullable [] mac) {
        return new DataKeyRow(
                new KeyIdentity(
                        new KeyId(version), "production", "clinic-1", KeyUsage.FIELD, version, Suite.AES_256_GCM),
                state,
                wrapped,
                recovery,
                bytes(2),
                65_536,
                TIME,
                "system",
                TIME,
                "j.doe",
                "quarterly rotation",
                3,
                mac);
    }

    private static WrappedKey wrapped() {
        return new WrappedKey("local:0102030405060708", bytes(1));
    }

    private static byte[] bytes(int value) {
        return new byte[] {(byte) value, (byte) value};
    }
}
