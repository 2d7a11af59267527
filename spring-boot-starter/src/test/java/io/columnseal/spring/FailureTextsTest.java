package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyStoreRefusedException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
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
                                "under your next version",
                                "MariaDB takes the mysql scripts",
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
    void nameTheRowThatSomebodyEditedAndNotTheMasterKey() {
        Contexts.withDatabase(database)
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> {
                    JdbcClient jdbc = JdbcClient.create(context.getBean(DataSource.class));
                    byte[] wrapped = jdbc.sql("select wrapped_key from data_encryption_keys where key_usage = 'SYSTEM'")
                            .query(byte[].class)
                            .single();
                    wrapped[wrapped.length - 1] ^= 1;
                    jdbc.sql("update data_encryption_keys set wrapped_key = ? where key_usage = 'SYSTEM'")
                            .param(wrapped)
                            .update();
                });
        Contexts.withDatabase(database)
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains("Nothing was written", "restore the table data_encryption_keys from a backup")
                        .doesNotContain("Set columnseal.kms.local.master-key", "did not wrap"));
    }

    /** A master key, once set, would wrap the next keys. */
    @Test
    void doNotSuggestAMasterKeyWhereAServiceDoesNotKnowAKey() {
        KmsKeyNotFoundException unknown = new KmsKeyNotFoundException("arn:of-a-key", "told to be gone", null);
        MockEnvironment aws = new MockEnvironment().withProperty("columnseal.kms.type", "aws");

        assertAnalysis(StartupFailures.of(unknown, aws))
                .contains("arn:of-a-key", "columnseal.kms.aws.*")
                .doesNotContain("master key", "master-key");
        assertAnalysis(StartupFailures.of(unknown, new StandardEnvironment()))
                .contains("bean of type Kms", "set columnseal.kms.type")
                .doesNotContain("master-key", "columnseal.kms.local");
    }

    @Test
    void nameASettingOfAnotherKmsWhereTheTypeWasForgotten() {
        Contexts.ready()
                .withPropertyValues("columnseal.kms.aws.key-id=alias/clinic")
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains("columnseal.kms.aws.key-id", "columnseal.kms.type is local"));
    }

    @Test
    void claimNothingAboutFailuresAfterTheStart() {
        KeyId key = new KeyId(1);
        for (Throwable failure : new Throwable[] {
            new KmsDeniedException("kek-1", "told to be denied", null),
            new KmsKeyNotFoundException("kek-1", "told to be gone", null),
            new KmsInvalidCiphertextException("kek-1", "told to be altered", null),
            new KeyRejectedException(key, "told to be rejected", null)
        }) {
            assertAnalysis(StartupFailures.of(
                            new IllegalStateException("the loader of a thousand patients", failure),
                            new StandardEnvironment()))
                    .contains("told to be")
                    .doesNotContain("Nothing was written");
        }
    }

    @Test
    void doNotSuggestToWaitForARightThatIsMissing() {
        FailureAnalysis refused = StartupFailures.of(
                new KeyStoreRefusedException("read the schema version", null), new StandardEnvironment());
        FailureAnalysis unavailable = StartupFailures.of(
                new KeyStoreUnavailableException("read the schema version", null), new StandardEnvironment());

        assertAnalysis(refused).contains("its user may read and write them").doesNotContain("startup.kms");
        assertAnalysis(unavailable).contains("columnseal.startup.kms=wait");
    }

    @Test
    void sayThatThereIsNoKmsOfThatKind() {
        Contexts.ready()
                .withPropertyValues("columnseal.kms.type=Papyrus")
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains("columnseal.kms.type", "a bean of type io.columnseal.kms.Kms")
                        .doesNotContain("dependency"));
    }

    @Test
    void nameTheBeansWhenThereAreSeveral() {
        Contexts.withJpa(database)
                .withBean("north", ColumnSeal.class, FailureTextsTest::seal)
                .withBean("south", ColumnSeal.class, FailureTextsTest::seal)
                .run(context -> assertAnalysis(StartupFailures.of(context))
                        .contains("columnseal.instance", "several ColumnSeal beans", "north, south", "@Primary"));
    }

    private static ColumnSeal seal() {
        return ColumnSeal.builder()
                .kms(new TestKms())
                .keyStore(new InMemoryDataKeyStore())
                .build();
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
