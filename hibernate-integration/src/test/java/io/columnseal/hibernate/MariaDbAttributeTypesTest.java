package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

class MariaDbAttributeTypesTest extends AttributeTypesTest {

    private static final int USUAL_PACKET = 16 * MEGABYTE;

    @Override
    TestDatabase server() {
        return new MariaDbDatabase();
    }

    @Test
    void aValueThatIsLongerThanTheServersPacketsIsRefusedAsAWhole() {
        String setByTheTests = limit();
        limitPackets(String.valueOf(USUAL_PACKET));
        try (SessionFactory limited = factory("none")) {
            assertThatThrownBy(() -> limited.inTransaction(session -> {
                        session.persist(row(20, small -> small.textual = "goes with the other one"));
                        session.flush();
                        session.persist(row(21, large -> large.largeBytes = new byte[USUAL_PACKET]));
                    }))
                    // Its reason, or that the connection is gone: the driver may still write when the server hangs up
                    .isInstanceOf(JDBCException.class)
                    .hasMessageMatching("(?s).*(max_allowed_packet|Socket error).*");
        } finally {
            limitPackets(setByTheTests);
        }

        assertThat(find(20)).isNull();
        assertThat(find(21)).isNull();
    }

    private String limit() {
        byte[] text =
                RawRows.query(factory(), "select @@global.max_allowed_packet").get(0);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Of connections that are opened from now on. */
    private void limitPackets(String bytes) {
        RawRows.update(factory(), "set global max_allowed_packet = " + bytes);
    }
}
