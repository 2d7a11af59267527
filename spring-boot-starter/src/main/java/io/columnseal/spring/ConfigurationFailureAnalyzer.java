package io.columnseal.spring;

import io.columnseal.ConfigurationException;
import io.columnseal.kms.LocalKms;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains a setting that is missing, malformed or contradicts another one, and where its value came from. First of all
 * analyzers: Spring Boot's own, for the failed binding around it, would print the value.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ConfigurationException> {

    private final SettingOrigin origins;

    ConfigurationFailureAnalyzer(Environment environment) {
        this.origins = new SettingOrigin(environment);
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ConfigurationException cause) {
        String description = "ColumnSeal is not configured correctly:\n\n    " + cause.getMessage()
                + origins.of(cause.setting())
                        .map(origin -> "\n\nIt is set in " + origin)
                        .orElse("");
        return new FailureAnalysis(description, action(cause.setting()), cause);
    }

    private static String action(String setting) {
        return switch (setting) {
            case LocalKms.MASTER_KEY_SETTING ->
                "Set " + setting + " to the master key of this database: 64 hexadecimal digits, kept in a secret store"
                        + " and handed over as an environment variable, for example\n\n    "
                        + setting + "=${MASTER_ENCRYPTION_KEY}\n\n"
                        + "A new database needs a new key: openssl rand -hex 32. On a developer's machine, set"
                        + " columnseal.environment=development, and a key is generated and kept in a file.";
            case LocalKms.PREVIOUS_KEYS_SETTING ->
                "Correct the former master keys in " + setting + ". Leave out only those that no data key is wrapped"
                        + " under any more.";
            case KeyDatabaseLocator.URL_SETTING ->
                "Set " + setting + ", with columnseal.key-store.username and columnseal.key-store.password, to the"
                        + " primary of the database that holds the key tables, or define a bean of type"
                        + " io.columnseal.key.DataKeyStore.";
            case "columnseal.enabled" ->
                "Remove columnseal.enabled, or set columnseal.environment to development or test if this is not"
                        + " production.";
            default -> "Correct " + setting + " as described above.";
        };
    }
}
