package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.Storage;
import io.columnseal.UnsupportedMappingException;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Existing columns that cannot hold sealed values are refused, and the printed statement makes them fit, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SchemaCheckTest {

    private Map<String, Object> database;

    abstract TestDatabase server();

    /** Types that hold binary values of up to 20 bytes. */
    abstract List<String> shortBinaryTypes();

    /** Types that fill binary values up to 200 bytes. */
    abstract List<String> paddedBinaryTypes();

    @BeforeEach
    void create() {
        database = server().create();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        (String) database.get(AvailableSettings.JAKARTA_JDBC_URL),
                        (String) database.get(AvailableSettings.JAKARTA_JDBC_USER),
                        "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private SessionFactory start(Class<?> entity, boolean checked) {
        TestFactory made = TestFactory.of(entity)
                .setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, "none")
                .setting(EncryptionSettings.SCHEMA_CHECK, checked);
        database.forEach(made::setting);
        return made.build();
    }

    private void makeFit(Class<?> entity) throws SQLException {
        List<String> statements;
        try (SessionFactory factory = start(entity, false)) {
            statements = SealedSchema.of(factory).ddl();
        }
        assertThat(statements).hasSize(1);
        assertThatThrownBy(() -> start(entity, true)).hasMessageContaining(statements.get(0));
        execute(statements.get(0));
    }

    private <E extends Secret> void assertFits(Class<E> entity, E row) {
        try (SessionFactory factory = start(entity, true)) {
            assertThat(SealedSchema.of(factory).ddl()).isEmpty();
            factory.inTransaction(session -> session.persist(row));
            assertThat(factory.fromSession(session -> session.find(entity, 1L)).secret())
                    .isEqualTo(row.secret());
        }
    }

    private void assertRefused(Class<?> entity, String problem) {
        assertThatThrownBy(() -> start(entity, true))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("secret.secret")
                .hasMessageContaining(problem);
    }

    @Test
    void aTextColumnThatIsTooShort() throws SQLException {
        execute("create table secret (id bigint primary key, secret varchar(20))");

        assertRefused(SecretText.class, "too short");
        makeFit(SecretText.class);
        assertFits(SecretText.class, new SecretText());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("shortBinaryTypes")
    void aBinaryColumnThatIsTooShort(String type) throws SQLException {
        execute("create table secret (id bigint primary key, secret " + type + ")");

        assertRefused(SecretBytes.class, "too short");
        makeFit(SecretBytes.class);
        assertFits(SecretBytes.class, new SecretBytes());
    }

    @Test
    void aTextColumnThatPads() throws SQLException {
        execute("create table secret (id bigint primary key, secret char(200))");

        assertRefused(SecretText.class, "would pad");
        makeFit(SecretText.class);
        assertFits(SecretText.class, new SecretText());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("paddedBinaryTypes")
    void aBinaryColumnThatPads(String type) throws SQLException {
        execute("create table secret (id bigint primary key, secret " + type + ")");

        assertRefused(SecretBytes.class, "would pad");
        makeFit(SecretBytes.class);
        assertFits(SecretBytes.class, new SecretBytes());
    }

    static List<String> plainTypes() {
        return List.of("varchar(2000)", "date", "timestamp", "numeric(10, 2)", "boolean", "bigint", "double precision");
    }

    @ParameterizedTest
    @MethodSource("plainTypes")
    void aColumnOfAnotherTypeThatIsToHoldBytes(String type) throws SQLException {
        execute("create table secret (id bigint primary key, secret " + type + ")");

        assertRefused(SecretBytes.class, "cannot store sealed values");
        makeFit(SecretBytes.class);
        assertFits(SecretBytes.class, new SecretBytes());
    }

    @ParameterizedTest
    @MethodSource("plainTypes")
    void aColumnOfAnotherTypeThatIsToHoldText(String type) throws SQLException {
        execute("create table secret (id bigint primary key, secret " + type + ")");

        if (!type.startsWith("varchar")) {
            assertRefused(SecretText.class, "cannot store sealed values");
            makeFit(SecretText.class);
        }
        assertFits(SecretText.class, new SecretText());
    }

    interface Secret {
        String secret();
    }

    @Entity
    @Table(name = "secret")
    static class SecretBytes implements Secret {
        @Id
        long id = 1;

        @Encrypted String secret = "text";

        @Override
        public String secret() {
            return secret;
        }
    }

    @Entity
    @Table(name = "secret")
    static class SecretText implements Secret {
        @Id
        long id = 1;

        @Encrypted(storage = Storage.TEXT) String secret = "text";

        @Override
        public String secret() {
            return secret;
        }
    }
}
