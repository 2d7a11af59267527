package io.columnseal.spring;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.core.env.PropertyResolver;

/**
 * Hides master keys and passwords from Actuator's endpoints, also where they show values: under our settings' names in
 * every spelling, and under any other name that the same secret came from.
 */
final class SecretSettings implements SanitizingFunction {

    private static final List<String> NAMES = List.of(
            "columnsealbackuppassphrase",
            "columnsealkmslocalmasterkey",
            "columnsealkmslocalpreviouskeys",
            "columnsealkmspkcs11pin",
            "columnsealkmsvaulttoken",
            "columnsealkmsvaultapprolesecretid",
            "columnsealkeystorepassword");

    /** Of providers whose modules may not be there. */
    private static final List<String> PROVIDERS_SECRETS = List.of(
            "columnseal.kms.pkcs11.pin", "columnseal.kms.vault.token", "columnseal.kms.vault.app-role.secret-id");

    private static final String URL = "columnsealkeystoreurl";

    /** A shorter one stands in values that have nothing to do with it. */
    private static final int DISTINCTIVE_LENGTH = 8;

    private final List<String> secrets;

    SecretSettings(ColumnSealProperties properties, PropertyResolver resolver) {
        KmsProperties.Local local = properties.kms().local();
        this.secrets = Stream.of(
                        Stream.of(
                                local.masterKey(),
                                properties.keyStore().password(),
                                properties.backup().passphrase()),
                        local.previousKeys().stream(),
                        PROVIDERS_SECRETS.stream().map(resolver::getProperty))
                .flatMap(each -> each)
                .filter(Objects::nonNull)
                .map(String::strip)
                .filter(secret -> secret.length() >= DISTINCTIVE_LENGTH)
                .toList();
    }

    @Override
    public SanitizableData apply(SanitizableData data) {
        return isSecret(data.getKey()) || holdsSecret(data.getKey(), data.getValue())
                ? data.withSanitizedValue()
                : data;
    }

    private static boolean isSecret(String key) {
        return NAMES.stream().anyMatch(uniform(key)::startsWith);
    }

    private boolean holdsSecret(String key, @Nullable Object value) {
        if (value == null) {
            return false;
        }
        String text = value.toString();
        return secrets.stream().anyMatch(text::contains) || uniform(key).equals(URL) && holdsCredentials(text);
    }

    private static boolean holdsCredentials(String url) {
        return url.contains("@") || url.toLowerCase(Locale.ROOT).contains("password");
    }

    /** A name as every source of properties spells it. */
    private static String uniform(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
