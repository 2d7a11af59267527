package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** A master key that went into the wrong line is not printed by whoever refuses that line. */
@ExtendWith(OutputCaptureExtension.class)
class BindErrorsTest {

    private static final String KEY = Contexts.OTHER_MASTER_KEY;

    @ParameterizedTest
    @CsvSource({
        "columnseal.kms.local.previous-keys[1], a gap before it",
        "columnseal.cache.ttl, a value of type Duration",
        "columnseal.cache.maximum-size, a value of type Integer",
        "columnseal.startup.timeout, a value of type Duration",
        "columnseal.startup.kms, 'require, wait, lazy'",
        "columnseal.suite, 'aes-256-gcm, aes-256-gcm-siv'",
        "columnseal.schema-check, a value of type Boolean"
    })
    void nameThePropertyAndNotItsValue(String property, String expected, CapturedOutput output) {
        Throwable failure = catchThrowable(() -> SpringApplication.run(
                Application.class,
                "--spring.datasource.url=" + Contexts.newDatabase(),
                // Prints the failure itself beside its analysis
                "--logging.level.org.springframework.boot.diagnostics=debug",
                "--" + property + "=" + KEY));

        assertThat(output).contains("APPLICATION FAILED TO START", property, expected);
        assertThat(output.toString()).doesNotContain(KEY);
        assertThat(failure).isNotNull();
        assertThat(stackTrace(failure)).doesNotContain(KEY);
    }

    @Test
    void nameTheEnvironmentVariableAndNotItsValue(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Application.class);
        application.addInitializers(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "test-systemEnvironment", Map.of("COLUMNSEAL_KMS_LOCAL_PREVIOUSKEYS_1", KEY))));

        Throwable failure = catchThrowable(() -> application.run("--spring.datasource.url=" + Contexts.newDatabase()));

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "a gap before it", "COLUMNSEAL_KMS_LOCAL_PREVIOUSKEYS_1");
        assertThat(output.toString() + stackTrace(failure)).doesNotContain(KEY);
    }

    @Test
    void leaveOtherPropertiesToSpring(CapturedOutput output) {
        Throwable failure = catchThrowable(() -> SpringApplication.run(
                Application.class, "--spring.datasource.url=" + Contexts.newDatabase(), "--clinic.beds=many"));

        assertThat(failure).isNotNull();
        assertThat(output).contains("clinic.beds", "\"many\"");
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @ConfigurationProperties("clinic")
    record Clinic(int beds) {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(Clinic.class)
    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, ColumnSealAutoConfiguration.class})
    static class Application {}
}
