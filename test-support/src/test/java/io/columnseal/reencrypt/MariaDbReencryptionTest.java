package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ReencryptionException;
import io.columnseal.test.MariaDbServer;
import io.columnseal.test.OneConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class MariaDbReencryptionTest extends ReencryptionIntegrationTest {

    @Override
    TestDatabase connect() {
        return new TestDatabase(MariaDbServer.dataSource(), "longblob", "longtext");
    }

    @Test
    void leavesAValueThatAWriterChangedThoughTheDriverDoesNotCountItsBatches() {
        aWriterWins(MariaDbServer.dataSource("useBulkStmts=true"));
    }

    /** The pool lends the connection to somebody else next. */
    @Test
    void leavesNoTemporaryTableBehindWhenAPageFails() throws SQLException {
        try (Connection connection = MariaDbServer.dataSource().getConnection();
                Clinic clinic = new Clinic()) {
            ClinicTables tables = new ClinicTables(MariaDbServer.dataSource());
            tables.createPatients("longblob", "longtext");
            tables.update("insert into patient (id, ssn) values (1, ?)", clinic.seal(SSN, NORTH, "123-45-6789"));
            clinic.rotate(NORTH);
            // Somebody was killed
            ClinicTables.execute(connection, "create temporary table columnseal_page (other int)");
            AtomicInteger failures = new AtomicInteger();
            DataSource failing = new FailingDataSource(new OneConnection(connection), method -> {
                if (method.equals(FailingDataSource.UPDATE) && failures.getAndIncrement() == 0) {
                    throw new SQLException("killed", "HY000");
                }
            });

            assertThatThrownBy(() -> run(clinic, failing)).isInstanceOf(ReencryptionException.class);

            assertThatThrownBy(() -> ClinicTables.execute(connection, "select * from columnseal_page"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("columnseal_page");
            assertThat(run(clinic, failing).reencrypted()).isEqualTo(1);
        }
    }

    private static ReencryptionReport run(Clinic clinic, DataSource dataSource) {
        return clinic.seal().reencryption(dataSource, List.of(SSN)).run();
    }

    @Override
    List<KeyKind> ownKeyKinds() {
        return List.of(
                new KeyKind("uuid", List.of("uuid()", "uuid()", "uuid()")),
                new KeyKind("binary(16)", List.of("x'00'", "x'80ff'", "x'7f'")),
                new KeyKind("bigint unsigned", List.of("0", "9223372036854775808", "18446744073709551615")),
                new KeyKind("enum('b', 'a', 'c')", List.of("'a'", "'b'", "'c'")),
                new KeyKind("boolean", List.of("true", "false")),
                new KeyKind("tinyint(1)", List.of("-3", "0", "1", "2", "127")),
                new KeyKind("bit(1)", List.of("b'0'", "b'1'")),
                new KeyKind("bit(8)", List.of("1", "2", "255")),
                new KeyKind("year", List.of("1999", "2026", "2155")));
    }
}
