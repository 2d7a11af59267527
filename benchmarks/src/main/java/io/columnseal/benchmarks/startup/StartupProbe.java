package io.columnseal.benchmarks.startup;

import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.query.sqm.mutation.internal.temptable.GlobalTemporaryTableStrategy;

/**
 * The process that starts factories: once in the fresh JVM, then again. Arguments are the JDBC URL, how often to start
 * and whether ColumnSeal is there; with no starts it makes the tables. Prints a line for each start: wall and CPU
 * milliseconds.
 */
final class StartupProbe {

    static final String LINE = "start";

    private StartupProbe() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        int starts = Integer.parseInt(arguments[1]);
        Map<String, Object> settings = Boolean.parseBoolean(arguments[2]) ? ColumnSealSettings.settings() : Map.of();
        List<Class<?>> entities = new ArrayList<>();
        for (String name : EntitySources.classNames()) {
            entities.add(Class.forName(name));
        }
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(arguments[0]);
        pool.setMaximumPoolSize(2);
        try (HikariDataSource dataSource = new HikariDataSource(pool)) {
            if (starts == 0) {
                configuration(entities, settings, dataSource)
                        .property(SchemaToolingSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, "create")
                        .createEntityManagerFactory()
                        .close();
            }
            OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            for (int i = 0; i < starts; i++) {
                long cpu = process.getProcessCpuTime();
                long wall = System.nanoTime();
                SessionFactory factory =
                        configuration(entities, settings, dataSource).createEntityManagerFactory();
                wall = System.nanoTime() - wall;
                cpu = process.getProcessCpuTime() - cpu;
                System.out.println(LINE + " " + wall / 1e6 + " " + cpu / 1e6);
                factory.close();
            }
        }
    }

    private static HibernatePersistenceConfiguration configuration(
            List<Class<?>> entities, Map<String, Object> settings, HikariDataSource dataSource) {
        HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration("benchmark");
        configuration.managedClasses(entities);
        configuration.property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource);
        // On H2 Hibernate would make a temporary table for each entity at every start, on most databases it does not
        configuration.property(GlobalTemporaryTableStrategy.CREATE_ID_TABLES, false);
        settings.forEach(configuration::property);
        return configuration;
    }
}
