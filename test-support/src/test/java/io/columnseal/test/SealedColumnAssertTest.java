package io.columnseal.test;

import static io.columnseal.test.ColumnSealAssertions.assertThatColumn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.cipher.SealedValue;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The assertions themselves: each passes on what it is for and fails on its opposite. */
class SealedColumnAssertTest {

    private static final String SSN = "123-45-6789";
    private static final byte[] PLAINTEXT = SSN.getBytes(StandardCharsets.UTF_8);

    private final DataSource dataSource = H2Database.dataSource();
    private final KeyTables tables = new KeyTables(dataSource);
    private final ColumnSeal seal = ColumnSeal.builder()
            .environment(Environment.TEST)
            .kms(new TestKms())
            .keyStore(new InMemoryDataKeyStore())
            .build();

    @BeforeEach
    void createTable() {
        tables.update("create table patient (ssn varbinary(200), city varchar(200), notes clob)");
    }

    @AfterEach
    void closeSeal() {
        seal.close();
    }

    /** Which would pass on anything. */
    @Test
    void refusesToLookForNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThatColumn(dataSource, "patient", "ssn").containsNoPlaintext());
    }

    @Test
    void acceptsSealedBytesAndSealedText() {
        byte[] sealed = seal("patient.ssn");
        tables.update(
                "insert into patient values (?, ?, ?)", sealed, SealedValue.toText(sealed), SealedValue.toText(sealed));
        tables.update("insert into patient values (null, null, null)");
        KeyId key = seal.keys().history("clinic-1").get(0).id();

        for (String column : new String[] {"ssn", "city", "notes"}) {
            assertThatColumn(dataSource, "patient", column)
                    .isSealed()
                    .isSealedUnder(key)
                    .hasValues(1)
                    .containsNoPlaintext(SSN, "6789");
            assertFails(() -> assertThatColumn(dataSource, "patient", column).isNotSealed());
            assertFails(() -> assertThatColumn(dataSource, "patient", column).isSealedUnder(new KeyId(1)));
            assertFails(() -> assertThatColumn(dataSource, "patient", column).hasValues(2));
        }
    }

    @Test
    void noticesOneReadableValueAmongSealedOnes() {
        tables.update("insert into patient (ssn) values (?)", (Object) seal("patient.ssn"));
        tables.update("insert into patient (ssn) values (?)", (Object) PLAINTEXT);

        assertFails(() -> assertThatColumn(dataSource, "patient", "ssn").isSealed());
        assertFails(() -> assertThatColumn(dataSource, "patient", "ssn").containsNoPlaintext(SSN));
    }

    @Test
    void noticesPlaintextInsideBase64AndUtf16() {
        tables.update(
                "insert into patient (ssn, city) values (?, ?)",
                SSN.getBytes(StandardCharsets.UTF_16LE),
                SealedValue.toText(PLAINTEXT));

        assertFails(() -> assertThatColumn(dataSource, "patient", "ssn").containsNoPlaintext(SSN));
        assertFails(() -> assertThatColumn(dataSource, "patient", "city").containsNoPlaintext(SSN));
    }

    @ParameterizedTest
    @MethodSource("base64")
    void noticesPlaintextInsideBase64OfEveryKind(String encoded) {
        tables.update(
                "insert into patient (ssn, city) values (?, ?)", encoded.getBytes(StandardCharsets.US_ASCII), encoded);

        assertFails(() -> assertThatColumn(dataSource, "patient", "ssn").containsNoPlaintext(SSN));
        assertFails(() -> assertThatColumn(dataSource, "patient", "city").containsNoPlaintext(SSN));
    }

    static Stream<String> base64() {
        // Between bytes that take the characters in which the alphabets differ
        byte[] surrounded = ("~~~?>" + SSN + "?>~~~ and so on, for longer than a line of MIME takes it, which is 76")
                .getBytes(StandardCharsets.UTF_8);
        return Stream.of(PLAINTEXT, surrounded)
                .flatMap(value -> Stream.of(
                                Base64.getEncoder(),
                                Base64.getEncoder().withoutPadding(),
                                Base64.getUrlEncoder(),
                                Base64.getUrlEncoder().withoutPadding(),
                                Base64.getMimeEncoder())
                        .map(encoder -> encoder.encodeToString(value)));
    }

    @Test
    void passesOnBase64OfSomethingElse() {
        tables.update("insert into patient (city) values (?)", "MTIzNDU2Nzg5MDEy");
        tables.update("insert into patient (city) values (?)", "Frankfurt am Main");
        tables.update("insert into patient (city) values (?)", "A");

        assertThatColumn(dataSource, "patient", "city").containsNoPlaintext(SSN);
    }

    @Test
    void failsOnAColumnWithoutValues() {
        tables.update("insert into patient values (null, null, null)");

        assertFails(() -> assertThatColumn(dataSource, "patient", "ssn").isSealed());
        assertFails(() -> assertThatColumn(dataSource, "patient", "ssn").isNotSealed());
        assertFails(() -> assertThatColumn(dataSource, "patient", "ssn").containsNoPlaintext(SSN));
    }

    private static void assertFails(Runnable assertion) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(assertion::run)
                .satisfies(error ->
                        assertThat(error.getMessage()).contains("patient").doesNotContain(SSN));
    }

    private byte[] seal(String name) {
        return seal.fields().encrypt(FieldContext.of("clinic-1", name), PLAINTEXT);
    }
}
