package io.columnseal.spring;

import java.util.UUID;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Application contexts as small as their tests need them, each with a database of its own. */
final class Contexts {

    static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    static final String OTHER_MASTER_KEY = "f0e0d0c0b0a090807060504030201000f1e1d1c1b1a191817161514131211101";

    private Contexts() {}

    /** Nothing but ours. */
    static ApplicationContextRunner bare() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ColumnSealAutoConfiguration.class));
    }

    /** With a DataSource on an empty database in memory, without a master key. */
    static ApplicationContextRunner withDatabase() {
        return withDatabase(newDatabase());
    }

    static ApplicationContextRunner withDatabase(String url) {
        return bare().withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=" + url);
    }

    /** With a DataSource on an empty database in memory, and a master key. */
    static ApplicationContextRunner ready() {
        return withDatabase().withPropertyValues("columnseal.kms.local.master-key=" + MASTER_KEY);
    }

    /** As an application with JPA. */
    static ApplicationContextRunner withJpa(String url) {
        return withDatabase(url)
                .withConfiguration(AutoConfigurations.of(
                        HibernateJpaAutoConfiguration.class, EntityEncryptionAutoConfiguration.class))
                .withPropertyValues("columnseal.kms.local.master-key=" + MASTER_KEY);
    }

    static String newDatabase() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }
}
