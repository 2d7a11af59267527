package io.columnseal.hibernate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.h2.tools.TriggerAdapter;

class H2ShadowColumnTest extends ShadowColumnTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }

    @Override
    List<String> statements(String step) throws IOException {
        return split(block("H2", step).replace("com.example.ShadowTrigger", ShadowTrigger.class.getName()));
    }

    /** What the trigger functions of other databases do: H2 has none in SQL. */
    public static final class ShadowTrigger extends TriggerAdapter {

        @Override
        public void fire(Connection connection, ResultSet before, ResultSet after) throws SQLException {
            LocalDate date = after.getObject("birth_date", LocalDate.class);
            byte[] shadow = after.getBytes("birth_date_sealed");
            boolean sameDate = before != null && Objects.equals(date, before.getObject("birth_date", LocalDate.class));
            boolean sameShadow = before != null && Arrays.equals(shadow, before.getBytes("birth_date_sealed"));
            if (before == null ? date == null : sameDate && !sameShadow) {
                after.updateObject(
                        "birth_date",
                        shadow == null ? null : LocalDate.parse(new String(shadow, StandardCharsets.UTF_8)));
            } else if (!sameDate) {
                after.updateBytes(
                        "birth_date_sealed",
                        date == null ? null : date.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
