package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.key.KeyId;
import io.columnseal.test.MariaDbServer;
import io.columnseal.test.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** Runs over the schemas or databases of several tenants, each with the same tables. */
class TenantReencryptionTest {

    private static final List<String> SCHEMAS = List.of("tenant_north", "tenant_south");

    private final RunStore runs = new InMemoryRunStore();
    private final Clinic clinic = new Clinic();

    @AfterEach
    void close() {
        clinic.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void movesTheValuesOfEverySchema(boolean autoCommit) throws SQLException {
        try (HikariDataSource pool = pool(PostgresServer.dataSource(), autoCommit)) {
            inSchemas(PostgresServer.dataSource(), "create schema ", "bytea");
            KeyId replaced = clinic.activeKey(NORTH);
            KeyId active = clinic.rotate(NORTH);

            TenantReencryptionReport report = run(TenantDatabases.schemas(pool, SCHEMAS));

            assertThat(report.complete()).isTrue();
            assertThat(report.reencrypted()).isEqualTo(4);
            assertThat(report.reports().keySet()).containsExactlyElementsOf(SCHEMAS);
            for (String schema : SCHEMAS) {
                assertThat(keysIn(PostgresServer.dataSource(), schema + ".patient"))
                        .containsOnly(active);
            }
            assertThat(keysIn(PostgresServer.dataSource(), "public.patient"))
                    .as("nobody's table of the same name")
                    .containsOnly(replaced);
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getSchema())
                        .as("what the pool lends to the application")
                        .isEqualTo("public");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesAConnectionWithAllSchemasOfItsSearchPath(boolean autoCommit) throws SQLException {
        inSchemas(PostgresServer.dataSource(), "create schema ", "bytea");
        try (HikariDataSource pool = pool(PostgresServer.dataSource(), autoCommit, 1)) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("set search_path to public, tenant_north, \"$user\"");
                if (!autoCommit) {
                    connection.commit();
                }
            }

            TenantDatabases.schemas(pool, SCHEMAS).connect("tenant_south").close();

            assertThat(ask(pool, "show search_path")).isEqualTo("public, tenant_north, \"$user\"");
        }
    }

    @Test
    void leavesNoConnectionInADatabaseThatCameWithNone() throws SQLException {
        DataSource server = MariaDbServer.dataSource();
        inSchemas(server, "create database ", "longblob");
        try (HikariDataSource pool = pool(withoutDatabase(server), true, 1)) {
            assertThat(ask(pool, "select database()")).isNull();

            TenantDatabases.schemas(pool, SCHEMAS).connect("tenant_south").close();

            assertThat(ask(pool, "select database()")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB"})
    void takesNoPlaceOfThePoolForConnectionsThatBreak(String server) throws SQLException {
        boolean postgres = server.equals("PostgreSQL");
        DataSource dataSource = postgres ? PostgresServer.dataSource() : MariaDbServer.dataSource();
        inSchemas(dataSource, postgres ? "create schema " : "create database ", postgres ? "bytea" : "longblob");
        try (HikariDataSource pool = pool(dataSource, true, 1)) {
            TenantDatabases schemas = TenantDatabases.schemas(pool, SCHEMAS);
            Connection aborted = schemas.connect("tenant_south");
            aborted.abort(Runnable::run);
            aborted.close();
            assertThat(ask(pool, "select 1")).isEqualTo("1");

            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> schemas.connect("tenant_west"));
            assertThat(ask(pool, "select 1")).isEqualTo("1");

            Connection killed = schemas.connect("tenant_south");
            kill(killed, dataSource, postgres);
            killed.close();
            assertThat(ask(pool, "select 1")).isEqualTo("1");
        }
    }

    private static void kill(Connection connection, DataSource dataSource, boolean postgres) throws SQLException {
        String own = postgres ? "select pg_backend_pid()" : "select connection_id()";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(own);
                Connection other = dataSource.getConnection();
                Statement killing = other.createStatement()) {
            row.next();
            killing.execute(
                    postgres
                            ? "select pg_terminate_backend(" + row.getLong(1) + ", 10000)"
                            : "kill connection " + row.getLong(1));
        }
    }

    private static @Nullable String ask(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static DataSource withoutDatabase(DataSource server) throws SQLException {
        try (Connection connection = server.getConnection()) {
            String url = connection.getMetaData().getURL();
            return new MariaDbDataSource(url.replaceFirst("(://[^/]+/)[^?]*", "$1"));
        }
    }

    @Test
    void movesTheValuesOfEveryDatabaseOfAMariaDbServer() throws SQLException {
        DataSource server = MariaDbServer.dataSource();
        try (HikariDataSource pool = pool(server, true)) {
            inSchemas(server, "create database ", "longblob");
            KeyId active = clinic.rotate(NORTH);

            assertThat(run(TenantDatabases.schemas(pool, SCHEMAS)).complete()).isTrue();

            for (String schema : SCHEMAS) {
                assertThat(keysIn(server, schema + ".patient")).containsOnly(active);
            }
            try (Connection connection = pool.getConnection();
                    Connection other = server.getConnection()) {
                assertThat(connection.getCatalog()).isEqualTo(other.getCatalog());
            }
        }
    }

    @Test
    void movesTheValuesOfEveryDataSource() throws SQLException {
        Map<String, DataSource> dataSources = new LinkedHashMap<>();
        for (String name : List.of("south", "north")) {
            DataSource dataSource = H2ReencryptionTest.h2("tenant_" + name).dataSource();
            ClinicTables tables = new ClinicTables(dataSource);
            tables.createPatients("varbinary(1000)", "varchar(1000)");
            tables.update("insert into patient (id, ssn) values (1, ?)", clinic.seal(SSN, NORTH, name));
            dataSources.put(name, dataSource);
        }
        KeyId active = clinic.rotate(NORTH);

        TenantReencryptionReport report = run(TenantDatabases.dataSources(dataSources));

        assertThat(report.reports().keySet()).containsExactly("south", "north");
        assertThat(report.complete()).isTrue();
        for (DataSource dataSource : dataSources.values()) {
            assertThat(keysIn(dataSource, "patient")).containsOnly(active);
        }
    }

    @Test
    void goesOnWithTheOthersWhereOneFails() throws SQLException {
        inSchemas(PostgresServer.dataSource(), "create schema ", "bytea");
        KeyId active = clinic.rotate(NORTH);

        TenantReencryptionReport report = run(TenantDatabases.schemas(
                PostgresServer.dataSource(), List.of("tenant_west", SCHEMAS.get(0), SCHEMAS.get(1))));

        assertThat(report.complete()).isFalse();
        assertThat(report.failures()).containsOnlyKeys("tenant_west");
        assertThat(report.failures().get("tenant_west").sqlState()).isEqualTo("3F000");
        assertThat(report.reencrypted()).isEqualTo(4);
        assertThat(keysIn(PostgresServer.dataSource(), SCHEMAS.get(1) + ".patient"))
                .containsOnly(active);
    }

    @Test
    void remembersARunForEachAndStopsAfterTheOneAtWork() throws SQLException {
        inSchemas(PostgresServer.dataSource(), "create schema ", "bytea");
        clinic.rotate(NORTH);
        TenantReencryption run = new TenantReencryption(
                        TenantDatabases.schemas(PostgresServer.dataSource(), SCHEMAS),
                        database -> clinic.seal()
                                .reencryption(database, List.of(SSN))
                                .pageSize(1)
                                .stopWhen(() -> true))
                .rememberedIn(runs, "rotation");

        TenantReencryptionReport report = run.run();

        assertThat(report.stopped()).isTrue();
        assertThat(report.complete()).isFalse();
        assertThat(report.reports()).containsOnlyKeys(SCHEMAS.get(0));
        assertThat(runs.newest(10)).extracting(ReencryptionRun::id).containsExactly("rotation/tenant_north");
    }

    @Test
    void shortensIdsThatAStoreDoesNotTake() {
        TenantReencryption run = new TenantReencryption(
                        TenantDatabases.dataSources(Map.of()),
                        database -> clinic.seal().reencryption(database, List.of(SSN)))
                .rememberedIn(runs, "r".repeat(50));

        run.of("a".repeat(60)).begin();
        run.of("a".repeat(61)).begin();
        // Of equal hash codes
        run.of("Aa" + "a".repeat(60)).begin();
        run.of("BB" + "a".repeat(60)).begin();

        assertThat(runs.newest(10))
                .extracting(ReencryptionRun::id)
                .doesNotHaveDuplicates()
                .hasSize(4)
                .allSatisfy(id -> assertThat(id).hasSizeLessThanOrEqualTo(64));
    }

    @Test
    void connectsToNoDatabaseThatIsNotNamed() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> TenantDatabases.dataSources(Map.of()).connect("north"))
                .satisfies(error -> assertThat(error.getSQLState()).isEqualTo("3D000"));
    }

    private TenantReencryptionReport run(TenantDatabases databases) {
        return new TenantReencryption(databases, database -> clinic.seal().reencryption(database, List.of(SSN))).run();
    }

    /** Two patients in each schema, and one in the connection's own. */
    private void inSchemas(DataSource dataSource, String create, String binary) {
        ClinicTables tables = new ClinicTables(dataSource);
        tables.createPatients(binary, "text");
        tables.update("insert into patient (id, ssn) values (1, ?)", clinic.seal(SSN, NORTH, "nobody's"));
        for (String schema : SCHEMAS) {
            tables.update(create + "if not exists " + schema);
            tables.update("drop table if exists " + schema + ".patient");
            tables.update("create table " + schema + ".patient (id bigint primary key, ssn " + binary + ")");
            for (long id = 1; id <= 2; id++) {
                tables.update(
                        "insert into " + schema + ".patient (id, ssn) values (?, ?)",
                        id,
                        clinic.seal(SSN, NORTH, schema + id));
            }
        }
    }

    private static List<KeyId> keysIn(DataSource dataSource, String table) {
        return new ClinicTables(dataSource)
                .query("select ssn from " + table).stream()
                        .map(row -> Clinic.keyOf(row[0]))
                        .toList();
    }

    private static HikariDataSource pool(DataSource dataSource, boolean autoCommit) {
        // The same connection again and again
        return pool(dataSource, autoCommit, 2);
    }

    private static HikariDataSource pool(DataSource dataSource, boolean autoCommit, int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setAutoCommit(autoCommit);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(2000);
        return new HikariDataSource(config);
    }
}
