package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ReencryptionException;
import io.columnseal.Storage;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.test.MariaDbServer;
import io.columnseal.test.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A column that is no more holds nothing; that a database cannot count is another thing. */
class FormerColumnTest {

    @Test
    void holdsNothingWhereItsDatabaseIsGone() {
        assertThat(rows(MariaDbServer.dataSource(), "gone.claim")).isZero();
    }

    @Test
    void holdsNothingWhereItsTypeIsThatOfNoSealedValue() throws SQLException {
        try (Connection connection = PostgresServer.dataSource().getConnection()) {
            connection.createStatement().execute("drop table if exists former_claim");
            connection.createStatement().execute("create table former_claim (id int, diagnosis date)");
        }

        assertThat(rows(PostgresServer.dataSource(), "former_claim")).isZero();
    }

    @Test
    void isNotTakenForOneThatHoldsNothingWhereTheStatementIsWrong() {
        assertThatExceptionOfType(ReencryptionException.class)
                .isThrownBy(() -> rows(MariaDbServer.dataSource(), "no table"));
    }

    private static long rows(DataSource dataSource, String table) {
        RegisteredColumn claim = new RegisteredColumn(
                "clinic", "Claim", "diagnosis", table, "diagnosis", "claim.diagnosis", "field", "text", Storage.BINARY);
        return new FormerColumn(claim, new ColumnPlace(table, "diagnosis")).rows(dataSource, key -> true);
    }
}
