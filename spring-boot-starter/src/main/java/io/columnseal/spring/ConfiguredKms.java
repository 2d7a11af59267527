package io.columnseal.spring;

import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.internal.Settings;
import io.columnseal.kms.DevelopmentMasterKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.internal.KmsModule;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** The KMS that the settings under {@code columnseal.kms} describe, when nobody else has brought one. */
final class ConfiguredKms {

    static final String TYPE_SETTING = KmsModule.TYPE_SETTING;
    static final String DEFAULT_TYPE = KmsModule.LOCAL;

    /** What Spring leaves of a variable that is not set. */
    private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)}");

    private final KmsProperties settings;
    private final Settings others;
    private final Environment environment;
    private final BooleanSupplier keysInMemory;

    /**
     * @param others settings of other kinds of KMS
     * @param keysInMemory whether the key tables end with this process, asked when a master key is to be generated
     */
    ConfiguredKms(KmsProperties settings, Settings others, Environment environment, BooleanSupplier keysInMemory) {
        this.settings = settings;
        this.others = others;
        this.environment = environment;
        this.keysInMemory = keysInMemory;
    }

    /**
     * @throws ConfigurationException if the type is unknown, if another KMS has settings, or if a master key is missing or
     *     malformed
     */
    Kms open() {
        String type = StringUtils.hasText(settings.type()) ? settings.type().strip() : DEFAULT_TYPE;
        if (!type.equalsIgnoreCase(DEFAULT_TYPE)) {
            if (!type.equals(settings.type())) {
                throw new ConfigurationException(
                        TYPE_SETTING,
                        "has blanks around \"" + type + "\", which Spring does not overlook: remove them");
            }
            throw KmsModule.of(
                            type,
                            "Define a bean of type " + Kms.class.getName()
                                    + " for a KMS of your own, and remove this setting")
                    .missing();
        }
        // Where the type was forgotten, a master key that was left behind would wrap instead
        KmsModule.requireNoOthers(DEFAULT_TYPE, others);
        return local(settings.local());
    }

    private Kms local(KmsProperties.Local settings) {
        String masterKey = settings.masterKey();
        LocalKms current = StringUtils.hasText(masterKey)
                ? LocalKms.fromText(resolved(LocalKms.MASTER_KEY_SETTING, masterKey))
                : development(settings.developmentKeyFile());
        if (settings.previousKeys().isEmpty()) {
            return current;
        }
        try {
            return current.withPrevious(settings.previousKeys().stream()
                    .map(key -> resolved(LocalKms.PREVIOUS_KEYS_SETTING, key))
                    .toArray(String[]::new));
        } finally {
            // The other one has copies of its own
            current.close();
        }
    }

    private LocalKms development(@Nullable Path file) {
        return environment.equals(Environment.DEVELOPMENT) && keysInMemory.getAsBoolean()
                ? DevelopmentMasterKey.inMemory(environment)
                : DevelopmentMasterKey.loadOrGenerate(
                        environment, file == null ? DevelopmentMasterKey.DEFAULT_FILE : file);
    }

    private static String resolved(String setting, String value) {
        Matcher unresolved = UNRESOLVED.matcher(value.strip());
        if (unresolved.matches()) {
            throw new ConfigurationException(
                    setting,
                    "refers to " + unresolved.group(1) + ", an environment variable or property that is not set");
        }
        return value;
    }
}
