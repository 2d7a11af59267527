package io.columnseal.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.Storage;
import io.columnseal.catalogue.CatalogueJson;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnMigration;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.catalogue.TenantColumn;
import io.columnseal.key.AccessLog;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.LoggedEntry;
import io.columnseal.kms.LocalKms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** A database in memory with key tables and the patients of one clinic, and the environment that names it. */
final class ClinicDatabase implements AutoCloseable {

    static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    static final String TENANT = "clinic-1";

    private static final FieldContext SSN = FieldContext.of(TENANT, "patient.ssn");

    private final Map<String, String> environment = new HashMap<>();
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final HikariDataSource database;

    ClinicDatabase() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername("sa");
        config.setMaximumPoolSize(2);
        database = new HikariDataSource(config);
        JdbcDataKeyStore.on(database).createSchema();
        execute("create table patient (id bigint primary key, ssn varbinary(200))");
        execute("create table letter (id bigint primary key, clinic varchar(40), ssn varchar(400),"
                + " ssn_bidx varbinary(17))");
        environment.put("COLUMNSEAL_KEY_STORE_URL", url);
        environment.put("COLUMNSEAL_KEY_STORE_USERNAME", "sa");
        environment.put("COLUMNSEAL_KMS_LOCAL_MASTER_KEY", MASTER_KEY);
    }

    Run run(String... arguments) {
        return Run.of(environment, arguments);
    }

    Map<String, String> environment() {
        return environment;
    }

    DataSource dataSource() {
        return database;
    }

    @Override
    public void close() {
        execute("set db_close_delay 0");
        database.close();
    }

    /** As the application does. */
    ColumnSeal seal() {
        return ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(JdbcDataKeyStore.on(database))
                .build();
    }

    /** So many patients more. */
    void addPatients(int count) {
        try (ColumnSeal seal = seal();
                Connection connection = dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into patient values ((select coalesce(max(id), 0) + 1 from patient), ?)")) {
            for (int i = 0; i < count; i++) {
                insert.setBytes(1, seal.fields().encrypt(SSN, ("123-45-" + i).getBytes(StandardCharsets.UTF_8)));
                insert.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (Connection connection = dataSource().getConnection()) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of all rows. */
    List<String> query(String sql) {
        try (Connection connection = dataSource().getConnection();
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (row.next()) {
                values.add(row.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<AccessLog.Entry> entries(String operation) {
        return JdbcDataKeyStore.on(database).accessLog().read(0, 1000).stream()
                .map(LoggedEntry::entry)
                .filter(entry -> entry.operation().equals(operation))
                .toList();
    }

    /** The columns as the application exports them: patients' sealed numbers, and letters that hold theirs in texts. */
    static Path catalogue(Path folder) throws IOException {
        SealedColumn patient = new SealedColumn(
                "Patient",
                "ssn",
                "patient",
                List.of("id"),
                "ssn",
                SSN.name(),
                "field",
                "text",
                Storage.BINARY,
                1,
                false);
        return write(folder.resolve("columns.json"), patient);
    }

    static Path letters(Path folder, String phase, boolean imported, String fingerprint) throws IOException {
        SealedColumn letter = new SealedColumn(
                        "Letter",
                        "ssn",
                        "letter",
                        List.of("id"),
                        "ssn",
                        "letter.ssn",
                        "field",
                        "text",
                        Storage.TEXT,
                        1,
                        false,
                        List.of(new IndexColumn("", "ssn_bidx", fingerprint, 128)))
                .withTenant(new TenantColumn("letter", List.of("id"), "clinic"));
        return write(folder.resolve("letters.json"), letter, new ColumnMigration("letter", "ssn", phase, imported));
    }

    /** What was exported, as it is where each tenant has a schema of its own. */
    static Path apart(Path folder, Path exported) throws IOException {
        ColumnCatalogue catalogue = CatalogueJson.read(Files.readString(exported));
        return Files.writeString(
                folder.resolve("apart.json"),
                CatalogueJson.write(new ColumnCatalogue(
                        catalogue.application(), catalogue.columns(), catalogue.migrations(), true)));
    }

    private static Path write(Path file, SealedColumn column, ColumnMigration... migrations) throws IOException {
        return Files.writeString(
                file, CatalogueJson.write(new ColumnCatalogue("clinic", List.of(column), List.of(migrations))));
    }
}
