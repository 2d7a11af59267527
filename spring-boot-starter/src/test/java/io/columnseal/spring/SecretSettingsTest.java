package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Actuator's endpoints, told to show every value, show none of our secrets. */
class SecretSettingsTest {

    private static final String FORMER_KEY = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
    private static final String PASSWORD = "keeper-of-the-keys";

    @Test
    void areHiddenUnderTheirNames() {
        application()
                .withPropertyValues(
                        "columnseal.kms.local.master-key=" + Contexts.MASTER_KEY,
                        "columnseal.kms.local.previous-keys[0]=" + FORMER_KEY)
                .run(context -> assertHidden(environment(context)));
    }

    @Test
    void areHiddenInEnvironmentVariables() {
        withVariables(Map.of(
                        "COLUMNSEAL_KMS_LOCAL_MASTERKEY",
                        Contexts.MASTER_KEY,
                        "COLUMNSEAL_KMS_LOCAL_PREVIOUSKEYS_0",
                        FORMER_KEY))
                .run(context -> assertHidden(environment(context)));
    }

    @Test
    void areHiddenInTheVariableThatAPlaceholderRefersTo() {
        withVariables(Map.of("MASTER_ENCRYPTION_KEY", Contexts.MASTER_KEY, "SETTINGS", "{key: " + FORMER_KEY + "}"))
                .withPropertyValues(
                        "columnseal.kms.local.master-key=${MASTER_ENCRYPTION_KEY}",
                        "columnseal.kms.local.previous-keys[0]=" + FORMER_KEY)
                .run(context -> assertHidden(environment(context)));
    }

    @Test
    void areHiddenWhereTheyOpenAnotherKms() {
        application()
                .withBean(Kms.class, () -> LocalKms.fromHex(Contexts.MASTER_KEY))
                .withPropertyValues(
                        "columnseal.kms.vault.token=" + PASSWORD,
                        "columnseal.kms.vault.app-role.secret-id=" + PASSWORD + "2",
                        "columnseal.kms.pkcs11.pin=4711",
                        "columnseal.backup.passphrase=" + PASSWORD + "3",
                        "vault-token-of-the-house=" + PASSWORD)
                .run(context -> assertThat(environment(context)).doesNotContain(PASSWORD, "4711"));
    }

    @Test
    void areHiddenInTheUrlOfTheKeyTables() {
        application()
                .withBean(DataKeyStore.class, InMemoryDataKeyStore::new)
                .withPropertyValues(
                        "columnseal.kms.local.master-key=" + Contexts.MASTER_KEY,
                        "columnseal.key-store.url=jdbc:postgresql://keys/clinic?password=geheim")
                .run(context -> assertThat(environment(context)).doesNotContain("geheim"));
    }

    @Test
    void areHiddenAmongTheBeansOfProperties() {
        application()
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> {
                    ConfigurationPropertiesReportEndpoint endpoint =
                            new ConfigurationPropertiesReportEndpoint(sanitizing(context), Show.ALWAYS);
                    endpoint.setApplicationContext(context);
                    assertThat(json(endpoint.configurationProperties()))
                            .contains("columnseal")
                            .doesNotContain(Contexts.MASTER_KEY)
                            .doesNotContain(PASSWORD);
                });
    }

    @Test
    void leaveOtherSettingsReadable() {
        application()
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY, "columnseal.cache.ttl=7m")
                .run(context -> assertThat(environment(context)).contains("7m", "columnseal.kms.local.master-key"));
    }

    @Test
    void needNoActuator() {
        application()
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ColumnSeal.class));
    }

    private static ApplicationContextRunner application() {
        return Contexts.withDatabase().withPropertyValues("columnseal.key-store.password=" + PASSWORD);
    }

    private static ApplicationContextRunner withVariables(Map<String, Object> variables) {
        return application()
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)));
    }

    private static void assertHidden(String shown) {
        assertThat(shown)
                .contains("******")
                .doesNotContain(Contexts.MASTER_KEY)
                .doesNotContain(FORMER_KEY)
                .doesNotContain(PASSWORD);
    }

    private static String environment(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        return json(
                new EnvironmentEndpoint(context.getEnvironment(), sanitizing(context), Show.ALWAYS).environment(null));
    }

    private static List<SanitizingFunction> sanitizing(AssertableApplicationContext context) {
        return context.getBeanProvider(SanitizingFunction.class).orderedStream().toList();
    }

    private static String json(Object answer) {
        return JsonMapper.shared().writeValueAsString(Objects.requireNonNull(answer));
    }
}
