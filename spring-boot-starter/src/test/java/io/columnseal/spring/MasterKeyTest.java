package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.FieldContext;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class MasterKeyTest {

    @TempDir
    private Path folder;

    @Test
    void isTakenInHexadecimalAndBase64() {
        String hex = Contexts.MASTER_KEY;
        String base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        String[] id = new String[1];
        Contexts.withDatabase()
                .withPropertyValues("columnseal.kms.local.master-key=" + hex)
                .run(context -> id[0] = context.getBean(Kms.class).kekId());
        Contexts.withDatabase()
                .withPropertyValues("columnseal.kms.local.master-key=" + base64)
                .run(context -> assertThat(context.getBean(Kms.class).kekId()).isEqualTo(id[0]));
    }

    @Test
    void hasFormerKeysThatStillUnwrap() {
        String database = Contexts.newDatabase();
        Contexts.withDatabase(database)
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.OTHER_MASTER_KEY)
                .run(context -> assertThat(context).hasNotFailed());
        Contexts.withDatabase(database)
                .withPropertyValues(
                        "columnseal.kms.local.master-key=" + Contexts.MASTER_KEY,
                        "columnseal.kms.local.previous-keys="
                                + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab,"
                                + Contexts.OTHER_MASTER_KEY)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "staging", "test"})
    void isNeverGeneratedOutsideDevelopment(String environment) {
        inFile(environment).run(context -> assertThat(failure(context)).contains("only development generates"));
        Contexts.withDatabase()
                .withPropertyValues("columnseal.environment=" + environment)
                .run(context -> assertThat(failure(context)).contains("only development generates"));
        assertThat(keyFile()).doesNotExist();
    }

    @Test
    void isRequiredWhenNothingIsSet() {
        Contexts.withDatabase()
                .run(context -> assertThat(failure(context))
                        .startsWith(LocalKms.MASTER_KEY_SETTING)
                        .contains("is required in the environment production"));
    }

    @Test
    void isGeneratedInDevelopmentIntoAFileThatOnlyTheOwnerReads(CapturedOutput output) throws IOException {
        inFile("development").run(context -> assertThat(context).hasNotFailed());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())))
                .isEqualTo("rw-------");
        assertThat(output)
                .contains(
                        "WARN",
                        "Generated a master key for development",
                        keyFile().toString());
        assertThat(output.toString()).doesNotContain(Files.readString(keyFile()).strip());
    }

    @Test
    void isReusedOnTheNextStartInDevelopment() throws IOException {
        byte[][] sealed = new byte[1][];
        inFile("development")
                .run(context -> sealed[0] = context.getBean(ColumnSeal.class)
                        .fields()
                        .encrypt(FieldContext.of("clinic-1", "patient.ssn"), new byte[] {1, 2, 3}));
        String key = Files.readString(keyFile());
        inFile("development")
                .run(context -> assertThat(context.getBean(ColumnSeal.class)
                                .fields()
                                .decrypt(FieldContext.of("clinic-1", "patient.ssn"), sealed[0]))
                        .containsExactly(1, 2, 3));
        assertThat(keyFile()).hasContent(key);
    }

    @Test
    void isKeptInMemoryInDevelopmentWhenTheDatabaseIs(CapturedOutput output) {
        development(Contexts.withDatabase()).run(context -> assertThat(context).hasNotFailed());

        assertThat(keyFile()).doesNotExist();
        assertThat(output).contains("WARN", "ends with this process");
    }

    /** Such a database may be there as long as the process, and so longer than the application context of a test. */
    @Test
    void isTheSameForTheNextContextOnADatabaseInMemory() {
        String database = Contexts.newDatabase();
        development(Contexts.withDatabase(database))
                .run(context -> assertThat(context).hasNotFailed());

        development(Contexts.withDatabase(database))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void isKeptInMemoryInDevelopmentWhenTheKeyStoreIs() {
        development(Contexts.bare())
                .withBean(DataKeyStore.class, InMemoryDataKeyStore::new)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(keyFile()).doesNotExist();
    }

    @Test
    void winsOverTheGeneratedOneInDevelopment() {
        inFile("development")
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(keyFile()).doesNotExist();
    }

    @Test
    void isReportedByTheVariableThatIsNotSet() {
        Contexts.withDatabase()
                .withPropertyValues("columnseal.kms.local.master-key=${MASTER_ENCRYPTION_KEY}")
                .run(context -> assertThat(failure(context))
                        .contains("MASTER_ENCRYPTION_KEY, an environment variable or property that is not set"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef",
                "not-a-key",
                "zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
            })
    void isNeverShownWhenItIsMalformed(String key) {
        Contexts.withDatabase()
                .withPropertyValues("columnseal.kms.local.master-key=" + key)
                .run(context -> assertThat(failure(context))
                        .startsWith(LocalKms.MASTER_KEY_SETTING)
                        .doesNotContain(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alibaba", "PAPYRUS"})
    void isNotTakenForAnotherKindOfKms(String type) {
        Contexts.ready()
                .withPropertyValues("columnseal.kms.type=" + type)
                .run(context -> assertThat(failure(context))
                        .startsWith("columnseal.kms.type: must be local")
                        .contains("bean of type io.columnseal.kms.Kms"));
    }

    @Test
    void isTakenForTheKindOfKmsInAnyCase() {
        Contexts.ready()
                .withPropertyValues("columnseal.kms.type=Local")
                .run(context -> assertThat(context).hasSingleBean(LocalKms.class));
    }

    private ApplicationContextRunner inFile(String environment) {
        return Contexts.withDatabase("jdbc:h2:file:" + folder.resolve("clinic"))
                .withPropertyValues(
                        "columnseal.environment=" + environment,
                        "columnseal.kms.local.development-key-file=" + keyFile());
    }

    private ApplicationContextRunner development(ApplicationContextRunner runner) {
        return runner.withPropertyValues(
                "columnseal.environment=development", "columnseal.kms.local.development-key-file=" + keyFile());
    }

    private Path keyFile() {
        return folder.resolve("project").resolve("development.key");
    }

    private static String failure(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(ConfigurationException.class);
        return NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure())
                .getMessage();
    }

    /** Spring takes the value of a properties file with the blank behind it. */
    @Test
    void refusesAKindOfKmsWithABlankBehindIt() {
        MapPropertySource blank =
                new MapPropertySource("file", Map.of("columnseal.kms.type", "aws ", "columnseal.kms.aws.key-id", "x"));

        Contexts.ready()
                .withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(blank))
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("columnseal.kms.type")
                        .hasMessageContaining("blanks around \"aws\""));
    }
}
