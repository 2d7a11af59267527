package io.columnseal.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.KeyStoreException;
import io.columnseal.KeyStoreRefusedException;
import io.columnseal.KeyStoreSchemaException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.Retryable;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailuresTest {

    /** Whoever lost access must not go on with keys in memory, as an outage lets them. */
    @ParameterizedTest
    @CsvSource({
        "42501, 0", // PostgreSQL: no right to the table
        "28000, 1045", // MySQL: wrong password
        "28P01, 0", // PostgreSQL: wrong password
        "42000, 1044", // MySQL: no right to the database
        "42000, 1142", // MySQL: no right to the table
        "42000, 1143", // MySQL: no right to the column
        "90096, 90096", // H2: no right to the table
        "22001, 0", // value too long
        "22003, 1264",
        "23502, 0", // not null
        "42804, 0" // PostgreSQL: a column of another type
    })
    void takesARefusalAsPermanent(String state, int code) {
        KeyStoreException error = SqlFailures.typed("read key 1", new SQLException("secret", state, code));

        assertThat(error).isInstanceOf(KeyStoreRefusedException.class).isNotInstanceOf(Retryable.class);
        assertThat(error).hasStackTraceContaining(state);
        assertThat(error.toString() + error.getCause()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "08006, 0", // connection lost
        "57P01, 0", // PostgreSQL: server shuts down
        "40001, 0", // serialization failure
        "55P03, 0", // PostgreSQL: lock not available
        "25006, 0", // read-only while another server takes over
        "42000, 1203", // MySQL: user has too many connections
        "42000, 1226", // MySQL: user is over a limit
        "23505, 0", // PostgreSQL: two nodes create the tables at once
        "42P07, 0",
        "HY000, 1205", // MySQL: lock wait timeout
        ", 0"
    })
    void takesAnOutageAsRetryable(String state, int code) {
        assertThat(SqlFailures.typed("read key 1", new SQLException("secret", state, code)))
                .isInstanceOf(KeyStoreUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({"42P01, 0", "42S02, 1146", "42000, 1049", "90079, 90079"})
    void tellsMissingTablesFromOtherRefusals(String state, int code) {
        assertThat(SqlFailures.typed("read key 1", new SQLException("secret", state, code)))
                .isInstanceOf(KeyStoreSchemaException.class);
    }
}
