package io.columnseal.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ImportException;
import io.columnseal.test.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The importer and {@code pgcrypto} of a PostgreSQL server read what the other one makes. */
class PgcryptoTest {

    private static final String VALUE = "Müller, 123-45-6789 🩺";
    private static final String PASSWORD = "s3cret ü";

    private final Importer importer = PgpImporter.of(PASSWORD.toCharArray());
    private Connection connection;

    @BeforeEach
    void install() throws SQLException {
        connection = PostgresServer.dataSource().getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute("create extension if not exists pgcrypto");
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cipher-algo=aes256",
                "cipher-algo=aes192",
                "compress-algo=1",
                "compress-algo=2, compress-level=9",
                "unicode-mode=1",
                "s2k-mode=1",
                "s2k-mode=0",
                "s2k-digest-algo=sha256, s2k-cipher-algo=aes256",
                "sess-key=1",
                "sess-key=1, cipher-algo=aes256, s2k-cipher-algo=aes128"
            })
    void readsWhatPgcryptoEncrypts(String options) throws SQLException {
        assertThat(new String(importer.open(encrypted(VALUE, options), "north"), UTF_8))
                .isEqualTo(VALUE);
        assertThat(importer.open(encrypted("", options), null)).isEmpty();
    }

    /** As {@code pgp_sym_decrypt} does that is not given the option, too. */
    @Test
    void linesOfTextsThatWereConvertedEndWithCrAndLf() throws SQLException {
        byte[] stored = encrypted("one\ntwo", "convert-crlf=1");

        assertThat(new String(importer.open(stored, null), UTF_8)).isEqualTo("one\r\ntwo");
        assertThat(query("select convert_to(pgp_sym_decrypt(?, ?), 'UTF8')", stored, PASSWORD))
                .isEqualTo(importer.open(stored, null));
    }

    @Test
    void readsBytesAndLongTexts() throws SQLException {
        byte[] bytes = new byte[100_000];
        Arrays.fill(bytes, (byte) 0xFF);

        assertThat(importer.open(query("select pgp_sym_encrypt_bytea(?, ?)", bytes, PASSWORD), null))
                .isEqualTo(bytes);
        String text = "a line\n".repeat(50_000);
        assertThat(new String(importer.open(encrypted(text, "compress-algo=1"), null), UTF_8))
                .isEqualTo(text);
    }

    @Test
    void pgcryptoDecryptsWhatTheImporterStores() throws SQLException {
        byte[] stored = importer.close(VALUE.getBytes(UTF_8), null);

        assertThat(query("select convert_to(pgp_sym_decrypt(?, ?), 'UTF8')", stored, PASSWORD))
                .isEqualTo(VALUE.getBytes(UTF_8));
        byte[] bytes = {(byte) 0xFF, 0, 1};
        assertThat(query("select pgp_sym_decrypt_bytea(?, ?)", importer.close(bytes, null), PASSWORD))
                .isEqualTo(bytes);
        assertThat(query("select pgp_sym_decrypt_bytea(?, ?)", stored, PASSWORD))
                .isEqualTo(VALUE.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sess-key=1, compress-algo=1"})
    void refusesWhatWasAlteredOrTruncatedOrIsUnderAnotherPassword(String options) throws SQLException {
        byte[] stored = encrypted(VALUE, options);

        for (int i = 0; i < stored.length; i++) {
            byte[] altered = stored.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> importer.open(altered, null))
                    .as("byte %d", i)
                    .isInstanceOf(ImportException.class)
                    .hasNoCause();
            byte[] truncated = Arrays.copyOf(stored, i);
            assertThatThrownBy(() -> importer.open(truncated, null))
                    .as("length %d", i)
                    .isInstanceOf(ImportException.class);
        }
        assertThatThrownBy(() -> PgpImporter.of("wrong one".toCharArray()).open(stored, null))
                .isInstanceOf(ImportException.class)
                .hasMessageNotContaining("wrong one");
        assertThatThrownBy(() -> importer.open(encrypted(VALUE, "disable-mdc=1"), null))
                .isInstanceOf(ImportException.class);
    }

    private byte[] encrypted(String value, String options) throws SQLException {
        return query("select pgp_sym_encrypt(?, ?, ?)", value, PASSWORD, options);
    }

    private byte[] query(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getBytes(1);
            }
        }
    }
}
