package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.Test;

/** Start-up asks the database for its columns once a schema, however many are encrypted. */
class SchemaQueriesTest {

    private final List<String> schemas = new CopyOnWriteArrayList<>();

    @Test
    void oneForEachSchemaThatHasEncryptedColumns() {
        try (SessionFactory factory = start(true, Patient.class, Doctor.class, Invoice.class, Elsewhere.class)) {
            assertThat(schemas).containsExactlyInAnyOrder("PUBLIC", "ARCHIVE");
            schemas.clear();
            assertThat(SealedSchema.of(factory).ddl()).isEmpty();
            assertThat(schemas).containsExactlyInAnyOrder("PUBLIC", "ARCHIVE");
        }
    }

    @Test
    void noneWhereTheCheckIsOff() {
        start(false, Patient.class).close();

        assertThat(schemas).isEmpty();
    }

    @Test
    void noneWhereNothingIsEncrypted() {
        start(true, Town.class).close();

        assertThat(schemas).isEmpty();
    }

    private SessionFactory start(boolean checked, Class<?>... entities) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + System.nanoTime() + ";DB_CLOSE_DELAY=-1;INIT=create schema if not exists archive");
        return TestFactory.of(entities)
                .setting(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, counting(DataSource.class, h2))
                .setting(EncryptionSettings.SCHEMA_CHECK, checked)
                .build();
    }

    /** Passes everything on, down to the metadata, whose queries for columns it counts. */
    private <T> T counting(Class<T> type, Object counted) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getColumns")) {
                        schemas.add(String.valueOf(arguments[1]).replace("\\", ""));
                    }
                    try {
                        Object result = method.invoke(counted, arguments);
                        if (result instanceof Connection connection) {
                            return counting(Connection.class, connection);
                        }
                        return result instanceof DatabaseMetaData metaData
                                ? counting(DatabaseMetaData.class, metaData)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Entity
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Encrypted String ssn;

        @Encrypted String note;
    }

    @Entity
    @Table(name = "doctor")
    static class Doctor {
        @Id
        long id;

        @Encrypted String phone;
    }

    @Entity
    @Table(name = "invoice", schema = "archive")
    static class Invoice {
        @Id
        long id;

        @Encrypted String iban;
    }

    @Entity
    @Table(name = "elsewhere", schema = "archive")
    static class Elsewhere {
        @Id
        long id;

        @Encrypted String secret;
    }

    @Entity
    @Table(name = "town")
    static class Town {
        @Id
        long id;

        String name;
    }
}
