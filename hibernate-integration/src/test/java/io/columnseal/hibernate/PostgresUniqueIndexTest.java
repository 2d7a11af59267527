package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.UnsupportedMappingException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PostgresUniqueIndexTest extends UniqueIndexTest {

    @Override
    TestDatabase server() {
        return new PostgresDatabase();
    }

    @Test
    void anIndexOfSomeOfTheRowsStopsTheStart() {
        update(dropIndex("uk_member_ssn_bidx"));
        update("create unique index uk_member_ssn_bidx on member (ssn_bidx) where id < 100");

        assertThatThrownBy(this::startAnother)
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("has no unique database index");
    }

    /** PostgreSQL keeps it when it meets duplicates, and reports it as a unique index. */
    @Test
    void anIndexThatCouldNotBeBuiltStopsTheStart() {
        update(dropIndex("uk_member_ssn_bidx"));
        persist("first");
        persist("second");
        update("update member set ssn_bidx = ?", (Object) new byte[] {1});
        assertThatThrownBy(() -> update("create unique index concurrently uk_member_ssn_bidx on member (ssn_bidx)"))
                .hasMessageContaining("could not create unique index");

        assertThatThrownBy(this::startAnother)
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("Member.ssn")
                .hasMessageContaining("has no valid unique database index")
                .hasMessageContaining("drop index \"public\".\"uk_member_ssn_bidx\";"
                        + " create unique index uk_member_ssn_bidx on member (ssn_bidx)");

        update("delete from member");
        List<String> ddl = ddl();
        ddl.forEach(statement -> update(statement));
        startAnother();
    }

    /** It waits for transactions that are older than itself, for hours where a table is large. */
    @Test
    @Timeout(60)
    void anIndexThatIsBeingBuiltIsNotToBeDropped() throws Exception {
        update(dropIndex("uk_member_ssn_bidx"));
        ExecutorService builder = Executors.newSingleThreadExecutor();
        try (Connection older = connection()) {
            older.setAutoCommit(false);
            older.createStatement().execute("lock table member in row exclusive mode");
            Future<?> build = builder.submit(
                    () -> update("create unique index concurrently uk_member_ssn_bidx on member (ssn_bidx)"));
            awaitAnIndexThatIsBeingBuilt();

            assertThatThrownBy(this::startAnother)
                    .isInstanceOf(UnsupportedMappingException.class)
                    .hasMessageContaining("PostgreSQL is building \"public\".\"uk_member_ssn_bidx\"")
                    .hasMessageNotContaining("drop index");
            assertThat(ddl()).isEmpty();

            older.rollback();
            build.get();
        } finally {
            builder.shutdownNow();
        }
        startAnother();
    }

    private void awaitAnIndexThatIsBeingBuilt() throws SQLException {
        try (Connection connection = connection();
                PreparedStatement building = connection.prepareStatement(
                        "select 1 from pg_stat_progress_create_index where index_relid <> 0 and datname = current_database()")) {
            boolean found = false;
            while (!found) {
                try (ResultSet rows = building.executeQuery()) {
                    found = rows.next();
                }
                Thread.onSpinWait();
            }
        }
    }
}
