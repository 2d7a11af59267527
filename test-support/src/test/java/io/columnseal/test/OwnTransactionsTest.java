package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyStoreException;
import io.columnseal.KeyStoreSchemaException;
import io.columnseal.TenantMismatchException;
import io.columnseal.key.AccessLog;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyUsage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key store beside an application on the same database. */
abstract class OwnTransactionsTest {

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final TestKms kms = new TestKms();
    private final List<JdbcDataKeyStore> opened = new ArrayList<>();
    private final String prefix = "own" + COUNTER.incrementAndGet() + "_";

    abstract String url();

    abstract String username();

    abstract String binaryType();

    @AfterEach
    void closePools() {
        opened.forEach(JdbcDataKeyStore::close);
    }

    @Test
    @Timeout(60)
    void aRollbackOfTheApplicationDoesNotLoseTheKey() throws SQLException {
        try (HikariDataSource application = pool(4, true);
                ColumnSeal seal = start(store())) {
            byte[] sealed;
            try (Connection connection = application.getConnection()) {
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("create table " + prefix + "patient (ssn " + binaryType() + ")");
                }
                connection.commit();
                sealed = seal.fields().encrypt(SSN, PLAINTEXT);
                insert(connection, sealed);
                connection.rollback();
            }
            try (ColumnSeal other = start(store())) {
                assertThat(other.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
            }
        }
    }

    @Test
    @Timeout(60)
    void doesNotNeedAConnectionOfAFullApplicationPool() throws SQLException {
        try (HikariDataSource application = pool(1, true);
                ColumnSeal seal = start(store());
                Connection onlyOne = application.getConnection()) {
            onlyOne.setAutoCommit(false);
            byte[] sealed = seal.fields().encrypt(SSN, PLAINTEXT);
            seal.keys().rotate("clinic-1", "test", "test");
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
            try (ColumnSeal cold = start(store())) {
                assertThat(cold.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
            }
            onlyOne.rollback();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void commitsAndGivesConnectionsBackAsTheyWere(boolean autoCommit) throws SQLException {
        try (HikariDataSource keys = pool(1, autoCommit)) {
            byte[] sealed;
            try (ColumnSeal seal =
                    start(JdbcDataKeyStore.on(keys).withTablePrefix(prefix).createSchema())) {
                sealed = seal.fields().encrypt(SSN, PLAINTEXT);
                seal.keys().rotate("clinic-1", "test", "test");
                assertThat(seal.keys().history("clinic-1"))
                        .extracting(KeyInfo::version)
                        .containsExactly(2, 1);
            }
            try (Connection connection = keys.getConnection()) {
                assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
            }
            try (ColumnSeal seal = start(store())) {
                assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
            }
            assertThat(keys.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    @Test
    void leavesAGivenDataSourceOpen() throws SQLException {
        try (HikariDataSource keys = pool(1, true)) {
            start(JdbcDataKeyStore.on(keys).withTablePrefix(prefix).createSchema())
                    .close();
            assertThat(keys.isClosed()).isFalse();
        }
    }

    @Test
    void tellsTenantsApartThatDifferByCaseOrBlanks() {
        try (ColumnSeal seal = start(store())) {
            byte[] sealed = seal.fields().encrypt(FieldContext.of("acme", "patient.ssn"), PLAINTEXT);
            for (String other : new String[] {"ACME", "acme ", "acme\t", "acmé"}) {
                FieldContext context = FieldContext.of(other, "patient.ssn");
                assertThatExceptionOfType(TenantMismatchException.class)
                        .isThrownBy(() -> seal.fields().decrypt(context, sealed));
                byte[] own = seal.fields().encrypt(context, PLAINTEXT);
                assertThat(seal.fields().decrypt(context, own)).isEqualTo(PLAINTEXT);
                assertThatExceptionOfType(TenantMismatchException.class)
                        .isThrownBy(() -> seal.fields().decrypt(FieldContext.of("acme", "patient.ssn"), own));
                assertThat(seal.keys().history(other)).hasSize(1);
            }
        }
    }

    @Test
    void createsItsTablesBesideExistingOnes() {
        try (ColumnSeal seal = start(store())) {
            byte[] sealed = seal.fields().encrypt(SSN, PLAINTEXT);
            store().createSchema().verify();
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void writesTheTimesOfTheAccessLogAsMicrosecondsSince1970() {
        store().accessLog()
                .append(AccessLog.Entry.of("UNWRAP", KeyRows.NOW, "system").build());

        try (HikariDataSource administrator = pool(1, true)) {
            assertThat(new KeyTables(administrator)
                            .value("select occurred_at from " + prefix + "master_key_access_log"))
                    .isEqualTo(1_795_342_530_123_456L);
        }
    }

    @Test
    void namesMissingTablesWithoutTheDriversWords() {
        assertThatExceptionOfType(KeyStoreException.class)
                .isThrownBy(() -> store().withTablePrefix("nowhere_").findActive("secret-tenant", KeyUsage.FIELD))
                .isInstanceOf(KeyStoreSchemaException.class)
                .satisfies(error -> assertThat(printed(error)).doesNotContain("secret-tenant", "nowhere_"));
    }

    @Test
    void dropsTheDriversWordsWhenAValueIsRefused() {
        JdbcDataKeyStore store = store();
        try (HikariDataSource administrator = pool(1, true)) {
            new KeyTables(administrator)
                    .update("alter table " + prefix
                            + "master_key_access_log add column must_be_there integer not null");
        }

        assertThatExceptionOfType(KeyStoreException.class)
                .isThrownBy(() -> store.accessLog()
                        .append(AccessLog.Entry.of("UNWRAP", KeyRows.NOW, "secret-actor")
                                .kek("secret-kek")
                                .tenant("secret-tenant")
                                .build()))
                .satisfies(error -> assertThat(printed(error))
                        .contains("SQLSTATE")
                        .doesNotContain("secret", "must_be_there", "MUST_BE_THERE"));
    }

    private static String printed(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private void insert(Connection connection, byte[] sealed) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("insert into " + prefix + "patient (ssn) values (?)")) {
            statement.setBytes(1, sealed);
            statement.executeUpdate();
        }
    }

    private JdbcDataKeyStore store() {
        JdbcDataKeyStore store = JdbcDataKeyStore.pooled(url(), username(), "").withTablePrefix(prefix);
        opened.add(store);
        return store.createSchema();
    }

    private HikariDataSource pool(int size, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setUsername(username());
        config.setPassword("");
        config.setMaximumPoolSize(size);
        config.setAutoCommit(autoCommit);
        config.setConnectionTimeout(5000);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        return new HikariDataSource(config);
    }

    private ColumnSeal start(JdbcDataKeyStore store) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(store)
                .build();
    }

    /** For subclasses whose server is a DataSource. */
    static String urlOf(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getURL();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
