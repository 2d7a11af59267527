package io.columnseal.reencrypt;

import java.sql.Connection;
import java.util.Locale;
import org.h2.api.Trigger;
import org.junit.jupiter.api.Test;

class H2MigrationRunTest extends MigrationRunTest {

    @Override
    TestDatabase connect() {
        return H2ReencryptionTest.h2("migration");
    }

    @Override
    void changeCitiesByATrigger() {
        tables.update("create trigger upper_city before update on patient for each row call '"
                + Uppercase.class.getName() + "'");
    }

    @Test
    void rowsThatATenantOfAnotherNameSeesAreRefused() {
        refusesRowsThatATenantOfAnotherNameSees();
    }

    @Override
    String indifferentType() {
        return "varchar_ignorecase(50)";
    }

    /** For H2. */
    public static final class Uppercase implements Trigger {

        @Override
        public void fire(Connection connection, Object[] before, Object[] after) {
            after[2] = String.valueOf(after[2]).toUpperCase(Locale.ROOT);
        }
    }
}
