package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import io.columnseal.test.TestKms;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The parts that Spring made are Spring's to close. */
class BeanOwnershipTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");

    @Test
    void closesTheKmsOnce() {
        CountingKms kms = new CountingKms();
        Contexts.withDatabase()
                .withBean(Kms.class, () -> kms)
                .run(context -> assertThat(context).hasSingleBean(ColumnSeal.class));

        assertThat(kms.closes).hasValue(1);
    }

    @Test
    void leavesTheKmsToASecondAttemptWhenTheFirstOneFailed() {
        Contexts.bare()
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withUserConfiguration(KeyDatabaseThatIsDown.class)
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> {
                    assertThatExceptionOfType(BeanCreationException.class)
                            .isThrownBy(() -> context.getBean(ColumnSeal.class));

                    context.getBean("keyDataSource", SwitchedDataSource.class).isUp = true;

                    byte[] sealed = context.getBean(ColumnSeal.class).fields().encrypt(SSN, new byte[] {1});
                    assertThat(sealed).isNotEmpty();
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class KeyDatabaseThatIsDown {

        @Bean(defaultCandidate = false)
        @ColumnSealDataSource
        SwitchedDataSource keyDataSource() {
            return new SwitchedDataSource(new DriverManagerDataSource(Contexts.newDatabase(), "sa", ""));
        }
    }

    static final class SwitchedDataSource extends DelegatingDataSource {

        private volatile boolean isUp;

        SwitchedDataSource(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (!isUp) {
                throw new SQLException("told to be down", "08001");
            }
            return super.getConnection();
        }
    }

    private static final class CountingKms implements Kms {

        private final Kms kms = new TestKms();
        private final AtomicInteger closes = new AtomicInteger();

        @Override
        public String kekId() {
            return kms.kekId();
        }

        @Override
        public GeneratedDataKey generateDataKey(EncryptionContext context) {
            return kms.generateDataKey(context);
        }

        @Override
        public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
            return kms.wrap(dataKey, context);
        }

        @Override
        public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
            return kms.unwrap(wrappedKey, context);
        }

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }
}
