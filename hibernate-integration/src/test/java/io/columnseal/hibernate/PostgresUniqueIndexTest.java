package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.UnsupportedMappingException;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
