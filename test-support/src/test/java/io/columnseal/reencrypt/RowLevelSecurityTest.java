package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.key.KeyId;
import io.columnseal.test.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that a policy of PostgreSQL hides from the role of a run are refused, and not taken for none. */
class RowLevelSecurityTest {

    private static final ColumnCatalogue CATALOGUE = new ColumnCatalogue("clinic", List.of(SSN));

    private final DataSource owner = PostgresServer.dataSource();
    private final ClinicTables tables = new ClinicTables(owner);
    private final Clinic clinic = new Clinic();
    private final HikariDataSource application = new HikariDataSource();
    private KeyId old;

    @BeforeEach
    void start() throws SQLException {
        tables.createPatients("bytea", "text");
        tables.update("insert into patient (id, ssn) values (1, ?)", clinic.seal(SSN, NORTH, "123-45-6789"));
        old = clinic.activeKey(NORTH);
        clinic.rotate(NORTH);
        tables.update("create role policed login");
        tables.update("grant select, update on patient to policed");
        tables.update("alter table patient enable row level security");
        tables.update("create policy tenants on patient using (current_setting('app.tenant', true) = 'north')");
        try (Connection connection = owner.getConnection()) {
            application.setJdbcUrl(connection.getMetaData().getURL());
        }
        application.setUsername("policed");
        application.setMaximumPoolSize(3);
    }

    @AfterEach
    void stop() {
        application.close();
        clinic.close();
        tables.update("drop table patient");
        tables.update("drop role policed");
    }

    @Test
    void refusesToReencryptWhatItCannotSee() {
        assertThatExceptionOfType(ReencryptionException.class)
                .isThrownBy(() ->
                        clinic.seal().reencryption(application, List.of(SSN)).run())
                .satisfies(refused -> assertThat(refused.sqlState()).isEqualTo("42501"));

        assertThat(clinic.seal().reencryption(owner, List.of(SSN)).run().reencrypted())
                .isEqualTo(1);
    }

    @Test
    void refusesToDestroyAKeyOfValuesThatItCannotSee() {
        assertThatExceptionOfType(ReencryptionException.class)
                .isThrownBy(() ->
                        clinic.seal().keyDestruction(application, CATALOGUE).destroy(List.of(old), "j.doe", "test"))
                .satisfies(refused -> assertThat(refused.sqlState()).isEqualTo("42501"));
    }
}
