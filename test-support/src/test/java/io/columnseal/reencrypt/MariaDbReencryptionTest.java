package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.columnseal.ReencryptionException;
import io.columnseal.Storage;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.test.MariaDbServer;
import io.columnseal.test.OneConnection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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

    @Test
    void tellsABrokenConnectionAsWhatItIs() {
        try (Clinic clinic = new Clinic()) {
            insertTwoPatients(clinic);
            clinic.rotate(NORTH);
            DataSource breaking = new FailingDataSource(MariaDbServer.dataSource(), method -> {
                if (method.equals("executeBatch")) {
                    throw new SQLNonTransientConnectionException("broken", "08S01");
                }
            });

            List<String> log = logged(() -> assertThatThrownBy(() -> run(clinic, breaking))
                    .isInstanceOf(ReencryptionException.class)
                    .extracting(error -> ((ReencryptionException) error).sqlState())
                    .isEqualTo("08S01"));

            assertThat(log).isEmpty();
        }
    }

    @Test
    void saysOnceThatARightIsMissingAndMovesTheValuesAsBatches() {
        SealedColumn guests = new SealedColumn(
                "Guest", "ssn", "guest", List.of("id"), "ssn", "guest.ssn", "phi", "text", Storage.BINARY, 1, false);
        try (Clinic clinic = new Clinic()) {
            ClinicTables tables = insertTwoPatients(clinic);
            tables.update("drop table if exists guest");
            tables.update("create table guest (id bigint primary key, ssn longblob)");
            tables.update("insert into guest (id, ssn) values (1, ?)", clinic.seal(guests, NORTH, "123-45-6789"));
            clinic.rotate(NORTH);
            DataSource denying = withoutTemporaryTables(new SQLException("Access denied", "42000", 1044));

            List<String> log = logged(() -> assertThat(clinic.seal()
                            .reencryption(denying, List.of(SSN, guests))
                            .run()
                            .reencrypted())
                    .isEqualTo(3));

            assertThat(log).singleElement().asString().contains("code 1044", "CREATE TEMPORARY TABLES");
        }
    }

    @Test
    void blamesNoRightForWhatIsNone() {
        try (Clinic clinic = new Clinic()) {
            insertTwoPatients(clinic);
            clinic.rotate(NORTH);
            DataSource full = withoutTemporaryTables(new SQLException("full", "HY000", 1114));

            List<String> log =
                    logged(() -> assertThat(run(clinic, full).reencrypted()).isEqualTo(2));

            assertThat(log).singleElement().asString().contains("code 1114").doesNotContain("right");
        }
    }

    @Test
    void writesPagesThroughATemporaryTableWhereItMay() {
        try (Clinic clinic = new Clinic()) {
            insertTwoPatients(clinic);
            clinic.rotate(NORTH);

            List<String> log = logged(
                    () -> assertThat(run(clinic, MariaDbServer.dataSource()).reencrypted())
                            .isEqualTo(2));

            assertThat(log).isEmpty();
        }
    }

    private static ClinicTables insertTwoPatients(Clinic clinic) {
        ClinicTables tables = new ClinicTables(MariaDbServer.dataSource());
        tables.createPatients("longblob", "longtext");
        for (long id = 1; id <= 2; id++) {
            tables.update("insert into patient (id, ssn) values (?, ?)", id, clinic.seal(SSN, NORTH, "ssn " + id));
        }
        return tables;
    }

    /** What the writer of pages says. */
    private static List<String> logged(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger(TemporaryTableRowWriter.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
        try {
            action.run();
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(before);
        }
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** A database that answers so to whoever creates one. */
    private static DataSource withoutTemporaryTables(SQLException answer) {
        return forwarding(DataSource.class, MariaDbServer.dataSource(), answer);
    }

    private static <T> T forwarding(Class<T> type, Object target, SQLException answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, call, arguments) -> {
                    if (call.getName().equals("execute")
                            && String.valueOf(arguments[0]).startsWith("create temporary")) {
                        throw answer;
                    }
                    try {
                        Object result = call.invoke(target, arguments);
                        Class<?> returned = call.getReturnType();
                        return returned == Connection.class || returned == Statement.class
                                ? forwarding(returned, result, answer)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
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
