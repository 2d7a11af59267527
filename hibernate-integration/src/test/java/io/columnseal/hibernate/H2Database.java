package io.columnseal.hibernate;

import java.util.Map;
import java.util.UUID;
import org.hibernate.cfg.AvailableSettings;

/** H2 in memory. */
public final class H2Database implements TestDatabase {

    @Override
    public Map<String, Object> create() {
        return Map.of(
                AvailableSettings.JAKARTA_JDBC_URL,
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                AvailableSettings.JAKARTA_JDBC_USER,
                "sa");
    }
}
