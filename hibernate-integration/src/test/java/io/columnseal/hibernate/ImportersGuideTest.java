package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.Storage;
import io.columnseal.codec.ValueCodec;
import io.columnseal.migrate.FernetImporter;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.JsonEnvelopeImporter;
import io.columnseal.migrate.LibraryImporter;
import io.columnseal.migrate.PasswordImporter;
import io.columnseal.migrate.PgpImporter;
import io.columnseal.migrate.TextImporter;
import io.columnseal.migrate.UnsealedForm;
import io.columnseal.reencrypt.MigrationReport;
import io.columnseal.reencrypt.Undecryptable.Reason;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.jasypt.encryption.pbe.StandardPBEStringEncryptor;
import org.jasypt.iv.RandomIvGenerator;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.encrypt.BytesEncryptor;
import org.springframework.security.crypto.encrypt.Encryptors;
import org.springframework.security.crypto.encrypt.TextEncryptor;

/** What docs/guides/importers.md says to do, done with what the other libraries made. */
class ImportersGuideTest {

    private static final Path GUIDE = Path.of("../docs/guides/importers.md");
    private static final String SSN = "123-45-6789";

    private final Map<String, Object> settings = new HashMap<>(new H2Database().create());

    @Test
    @SuppressWarnings("unchecked")
    void everyImporterOfTheGuideSealsWhatItsLibraryMade() {
        try (ColumnSeal seal = TestFactory.seal()) {
            String password = "s3cret";
            String salt = "5c0744940b5c369b";
            // Of the Fernet specification
            String fernetKey = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
            byte[] kdfSalt = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
            byte[] dataKey =
                    HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

            settings.put("columnseal.migration.patient.fernet", "backfill");
            settings.put("columnseal.importer.patient.fernet", FernetImporter.of(fernetKey));

            Importer fernet = FernetImporter.of(fernetKey);

            StandardPBEStringEncryptor jasyptEncryptor = new StandardPBEStringEncryptor();
            jasyptEncryptor.setAlgorithm("PBEWITHHMACSHA512ANDAES_256");
            jasyptEncryptor.setIvGenerator(new RandomIvGenerator());
            jasyptEncryptor.setPassword(password);
            Importer jasypt = LibraryImporter.ofTexts(jasyptEncryptor::decrypt, jasyptEncryptor::encrypt);

            TextEncryptor textEncryptor = Encryptors.delux(password, salt);
            Importer springTexts = LibraryImporter.ofTexts(textEncryptor::decrypt, textEncryptor::encrypt)
                    .authenticating();
            BytesEncryptor bytesEncryptor = Encryptors.stronger(password, salt);
            Importer springBytes = LibraryImporter.ofBytes(bytesEncryptor::decrypt, bytesEncryptor::encrypt)
                    .authenticating();

            Importer pbkdf2 = PasswordImporter.of(password.toCharArray(), kdfSalt, 100_000, "SHA256")
                    .base64();

            Importer envelopes = JsonEnvelopeImporter.of(Map.of("dek-7", dataKey))
                    .fieldName("ssn")
                    .sealingWith("dek-7");

            Importer pgp = PgpImporter.of(password.toCharArray());

            ValueCodec<LocalDate> dates =
                    (ValueCodec<LocalDate>) seal.codecs().find(LocalDate.class).orElseThrow();
            Importer converted = ConverterImporter.ofTexts(new EncryptingConverter(), dates);

            Importer born = TextImporter.of(dates).sealedBy(PgpImporter.of(password.toCharArray()));
            byte[] date = dates.encode(LocalDate.of(1984, 2, 29));
            assertThat(born.open(born.close(date, null), null)).isEqualTo(date);

            put("jasypt", jasypt);
            put("spring_text", springTexts);
            put("spring_bytes", springBytes);
            put("pbkdf2", pbkdf2);
            put("envelope", envelopes);
            put("pgp", pgp);
            put("born", converted);
            assertThat(fernet.open(fernet.close(SSN.getBytes(StandardCharsets.UTF_8), null), null))
                    .isEqualTo(SSN.getBytes(StandardCharsets.UTF_8));

            Map<String, Object> stored = new LinkedHashMap<>();
            stored.put(
                    "fernet",
                    "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==");
            stored.put("jasypt", made(() -> jasyptEncryptor.encrypt(SSN), false));
            stored.put("spring_text", textEncryptor.encrypt(SSN));
            stored.put("spring_bytes", made(() -> bytesEncryptor.encrypt(SSN.getBytes(StandardCharsets.UTF_8)), true));
            // By Python's cryptography
            stored.put("pbkdf2", "AAECAwQFBgcICQoLoJuXBMYfwH5GN8APi15nkgH+kP5JjyL1x1A/");
            stored.put(
                    "envelope",
                    "{\"ciphertext\": \"djDlNvHQ7y26ea7Q8QpKIqutqmd9de3pmj/b\", \"nonce\": \"AAECAwQFBgcICQoL\","
                            + " \"key_id\": \"dek-7\", \"algorithm\": \"AES-256-GCM\"}");
            // By gpg; PgcryptoTest has pgcrypto
            stored.put(
                    "pgp",
                    Base64.getDecoder()
                            .decode(
                                    "jA0ECQMCgKIWYE3kRbv/0kABvGCOCRAS1k2D+ROyqyXQAyfLefjNLuOuk9dQPv4+hvWVUdMvMrN+v9kFcWwe"
                                            + "Hl5PLnFrdzYwXnpkmFv20YJ4"));
            stored.put("born", new EncryptingConverter().convertToDatabaseColumn(LocalDate.of(1984, 2, 29)));

            try (SessionFactory created = factory(seal, "create");
                    HikariDataSource dataSource = FactoryDatabase.open(created)) {
                insert(created, 1, stored);
                MigrationReport report = SealedColumns.of(created)
                        .migration(dataSource)
                        .parallelism(4)
                        .seal();

                assertThat(report.columns()).hasSize(8);
                assertThat(report.complete()).isTrue();
                assertThat(report.written()).isEqualTo(8);
                assertSealed(created);

                insert(created, 2, garbage(stored));
                MigrationReport incomplete =
                        SealedColumns.of(created).migration(dataSource).seal();
                assertThat(incomplete.complete()).isFalse();
                assertThat(incomplete.remaining()).isEqualTo(8);
                assertThat(incomplete.columns())
                        .allSatisfy(column -> assertThat(column.stayed())
                                .singleElement()
                                .satisfies(stayed -> assertThat(stayed.reason()).isEqualTo(Reason.NOT_IMPORTED)));
                RawRows.update(created, "delete from patient where id = 2");
            }
            settings.keySet().removeIf(name -> name.startsWith("columnseal.migration."));
            settings.keySet().removeIf(name -> name.startsWith("columnseal.importer."));
            try (SessionFactory strict = factory(seal, "none")) {
                assertSealed(strict);
            }
        }
    }

    /** Begins with random bytes, and so like a sealed value now and then. */
    private static Object made(Supplier<Object> library, boolean lookalike) {
        return Stream.generate(library)
                .filter(value -> UnsealedForm.header(value).isPresent() == lookalike)
                .findFirst()
                .orElseThrow();
    }

    private static void assertSealed(SessionFactory factory) {
        Patient patient = factory.fromSession(session -> session.find(Patient.class, 1L));
        assertThat(patient.fernet).isEqualTo("hello");
        assertThat(List.of(
                        patient.jasypt,
                        patient.springText,
                        new String(patient.springBytes, StandardCharsets.UTF_8),
                        patient.pbkdf2,
                        patient.envelope,
                        patient.pgp))
                .containsOnly(SSN);
        assertThat(patient.born).isEqualTo(LocalDate.of(1984, 2, 29));
    }

    private static Map<String, Object> garbage(Map<String, Object> stored) {
        Map<String, Object> garbage = new LinkedHashMap<>();
        stored.forEach((column, value) ->
                garbage.put(column, value instanceof byte[] ? new byte[] {1, 2, 3} : "no value of any library's"));
        return garbage;
    }

    private static void insert(SessionFactory factory, long id, Map<String, Object> values) {
        RawRows.update(factory, "insert into patient (id) values (" + id + ")");
        values.forEach((column, value) ->
                RawRows.update(factory, "update patient set " + column + " = ? where id = " + id, value));
    }

    private void put(String column, Importer importer) {
        settings.put("columnseal.migration.patient." + column, "backfill");
        settings.put("columnseal.importer.patient." + column, importer);
    }

    private SessionFactory factory(ColumnSeal seal, String action) {
        TestFactory factory = TestFactory.of(Patient.class)
                .seal(seal)
                .setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action);
        settings.forEach(factory::setting);
        return factory.build();
    }

    @Test
    void everyExampleOfTheGuideIsOneThatRunsHere() throws IOException {
        String source =
                unindented(Files.readString(Path.of("src/test/java/io/columnseal/hibernate/ImportersGuideTest.java")));

        assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(GUIDE))
                        .results()
                        .map(block -> unindented(block.group(1))))
                .hasSize(9)
                .allSatisfy(example -> assertThat(source).contains(example));
    }

    @Test
    void aColumnOfTypeJsonBecomesTextByTheStatementOfTheGuide() throws IOException {
        String statement = Pattern.compile("```sql\n(.*?);\n```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .map(block -> block.group(1))
                .findFirst()
                .orElseThrow();
        try (SessionFactory factory = TestFactory.of(Patient.class)
                .database(new PostgresDatabase())
                .setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, "none")
                .setting(EncryptionSettings.SCHEMA_CHECK, "false")
                .build()) {
            RawRows.update(factory, "create table patient (envelope json)");
            RawRows.update(factory, "insert into patient values ('{\"key_id\": \"dek-7\"}')");
            RawRows.update(factory, statement);
            RawRows.update(factory, "insert into patient values ('{}'::json)");
            RawRows.update(factory, "insert into patient values ('AQ')");

            assertThat(RawRows.query(factory, "select envelope from patient")).hasSize(3);
        }
    }

    /** Line breaks and indentation are the formatter's. */
    private static String unindented(String code) {
        return code.replaceAll("\\s+", "");
    }

    /** Stands for one that encrypts. */
    static final class EncryptingConverter implements AttributeConverter<LocalDate, String> {

        @Override
        public String convertToDatabaseColumn(LocalDate value) {
            return "*" + value.plusYears(100);
        }

        @Override
        public LocalDate convertToEntityAttribute(String stored) {
            return LocalDate.parse(stored.substring(1)).minusYears(100);
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Encrypted(storage = Storage.TEXT) @Column(length = 200)
        String fernet;

        @Encrypted(storage = Storage.TEXT) @Column(length = 200)
        String jasypt;

        @Encrypted(storage = Storage.TEXT) @Column(name = "spring_text", length = 200)
        String springText;

        @Encrypted @Column(name = "spring_bytes", length = 200)
        byte[] springBytes;

        @Encrypted(storage = Storage.TEXT) @Column(length = 200)
        String pbkdf2;

        @Encrypted(storage = Storage.TEXT) @Column(length = 200)
        String envelope;

        @Encrypted @Column(length = 200)
        String pgp;

        @Encrypted(storage = Storage.TEXT) @Column(length = 200)
        LocalDate born;
    }
}
