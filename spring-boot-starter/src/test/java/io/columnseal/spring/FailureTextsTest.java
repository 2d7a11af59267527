package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.KmsDeniedException;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.kms.Kms;
import io.columnseal.test.TestKms;
import javax.sql.DataSource;
import org.assertj.core.api.AbstractStringAssert;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

/** Every start that fails says what is wrong, which property to set, and shows no secret. */
@ExtendWith(OutputCaptureExtension.class)
class FailureTextsTest {

    private final String database = Contexts.newDatabase();

    @Test
    void arePrintedBySpringBoot(CapturedOutput output) {
        assertThatThrownBy(() -> SpringApplication.run(Application.class, "--spring.datasource.url=" + database))
                .isInstanceOf(Exception.class);
        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START",
                        "columnseal.kms.local.master-key: is required in the environment production",
                        "openssl rand -hex 32",
                        "columnseal.environment=development");
    }

    @Test
    void nameTheMasterKeyThatIsMissing() {
        Contexts.withDatabase(database)
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains("columnseal.kms.local.master-key: is required", "${MASTER_ENCRYPTION_KEY}"));
    }

    @Test
    void nameTheMasterKeyThatIsMalformedAndWhereItIsSetButNotItsValue() {
        MockEnvironment environment = new MockEnvironment().withProperty("columnseal.kms.local.master-key", "tooshort");
        Contexts.withDatabase(database)
                .withPropertyValues("columnseal.kms.local.master-key=tooshort")
                .run(context -> assertAnalysis(StartupFailures.of(context, environment))
                        .contains("64 hexadecimal digits", "this has 8 characters", "It is set in", "mockProperties")
                        .doesNotContain("tooshort"));
    }

    @Test
    void nameTheWrongMasterKey() {
        Contexts.withDatabase(database)
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> assertThat(context).hasNotFailed());
        Contexts.withDatabase(database)
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.OTHER_MASTER_KEY)
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains(
                                "The configured master key did not wrap the keys of this database. Nothing was written",
                                "columnseal.kms.local.master-key",
                                "columnseal.kms.local.previous-keys")
                        .doesNotContain(Contexts.OTHER_MASTER_KEY));
    }

    @Test
    void nameTheOtherEnvironmentOfTheKeyTables() {
        Contexts.withDatabase(database)
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> assertThat(context).hasNotFailed());
        Contexts.withDatabase(database)
                .withPropertyValues(
                        "columnseal.kms.local.master-key=" + Contexts.MASTER_KEY, "columnseal.environment=staging")
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains("staging", "columnseal.environment", "Nothing was written"));
    }

    @Test
    void nameTheWaysToTheMissingKeyTables() {
        Contexts.ready()
                .withPropertyValues("columnseal.key-store.initialize-schema=never")
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains(
                                "columnseal/migration/<postgresql|mysql|h2>",
                                "spring.flyway.locations",
                                "Liquibase",
                                "columnseal.key-store.initialize-schema=always",
                                "io/columnseal/schema/schema-<postgresql|mysql|h2>.sql",
                                "columnseal.key-store.table-prefix"));
    }

    @Test
    void nameTheDatabaseThatIsNotReached() {
        JdbcDataSource unreachable = new JdbcDataSource();
        unreachable.setUrl("jdbc:h2:tcp://localhost:1/none");
        unreachable.setPassword("geheim");
        Contexts.bare()
                .withBean(
                        DataSource.class,
                        () -> unreachable,
                        keys -> ((AbstractBeanDefinition) keys).addQualifier(qualifier()))
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains("ColumnSeal cannot read its keys", "columnseal.startup.kms=wait")
                        .doesNotContain("geheim"));
    }

    @Test
    void nameTheUrlThatNoDriverTakes() {
        Contexts.ready()
                .withPropertyValues("columnseal.key-store.url=jdbc:nosuch://host/db?password=geheim")
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains("columnseal.key-store.url", "no JDBC driver")
                        .doesNotContain("geheim"));
    }

    @Test
    void nameTheKeysThatAreGone() {
        Contexts.withDatabase(database)
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> {
                    context.getBean(ColumnSeal.class)
                            .fields()
                            .encrypt(FieldContext.of("clinic-1", "patient.ssn"), new byte[] {1});
                    JdbcClient.create(context.getBean(DataSource.class))
                            .sql("delete from data_encryption_keys where key_usage = 'SYSTEM'")
                            .update();
                });
        Contexts.withDatabase(database)
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains("columnseal.key-store", "data_encryption_keys"));
    }

    @Test
    void nameTheKmsThatIsNotReached() {
        TestKms kms = new TestKms();
        kms.becomeUnavailable();
        Contexts.withDatabase(database)
                .withBean(Kms.class, () -> kms)
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains("columnseal.startup.kms=wait", "columnseal.startup.kms=lazy"));
    }

    @Test
    void nameTheKeyThatTheKmsDenies() {
        TestKms kms = new TestKms();
        kms.failWith(kek -> new KmsDeniedException(kek, "told to deny", null));
        Contexts.withDatabase(database)
                .withBean(Kms.class, () -> kms)
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains("the application may use the key " + kms.kekId()));
    }

    @Test
    void nameTheEnvironmentThatRefusesToStoreValuesReadable() {
        Contexts.ready()
                .withPropertyValues("columnseal.enabled=false")
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains("cannot be switched off in the environment production", "Remove columnseal.enabled"));
    }

    @Test
    void nameTheModuleOfAKms() {
        Contexts.ready()
                .withPropertyValues("columnseal.kms.type=aws")
                .run(context ->
                        assertAnalysis(StartupFailures.of(context)).contains("io.columnseal:columnseal-kms-aws"));
    }

    @Test
    void nameTheRemedyOfAMappingDeepInTheCauses() {
        Throwable failure = new IllegalStateException(
                "outer",
                new RuntimeException(
                        new UnsupportedMappingException("Patient", "ssn", "is an id", "Remove @Encrypted from it.")));
        FailureAnalysis analysis = StartupFailures.of(failure, new StandardEnvironment());
        assertThat(analysis.getDescription()).contains("Patient.ssn: is an id");
        assertThat(analysis.getAction()).isEqualTo("Remove @Encrypted from it.");
    }

    private static AutowireCandidateQualifier qualifier() {
        return new AutowireCandidateQualifier(ColumnSealDataSource.class);
    }

    private static AbstractStringAssert<?> assertAnalysis(FailureAnalysis analysis) {
        return assertThat(analysis.getDescription() + "\n\nAction:\n\n" + analysis.getAction());
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, ColumnSealAutoConfiguration.class})
    static class Application {}
}
