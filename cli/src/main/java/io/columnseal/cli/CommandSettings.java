package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.PropertyConfiguration;
import io.columnseal.internal.OwnerOnlyFiles;
import io.columnseal.key.FileDataKeyStore;
import io.columnseal.key.KeyBundle;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a command: those of {@link PropertyConfiguration} and where the application's data lies. The environment
 * goes before the file. {@code columnseal.kms.local.master-key} is the variable {@code COLUMNSEAL_KMS_LOCAL_MASTER_KEY},
 * with or without the underscores that stand for dashes.
 */
final class CommandSettings {

    static final String DATA_URL = "columnseal.data-source.url";
    static final String DATA_USERNAME = "columnseal.data-source.username";
    static final String DATA_PASSWORD = "columnseal.data-source.password";

    static final String KEYS_FILE = FileDataKeyStore.SETTING;
    static final String KEYS_URL = "columnseal.key-store.url";
    static final String KEYS_USERNAME = "columnseal.key-store.username";
    static final String KEYS_PASSWORD = "columnseal.key-store.password";
    static final String KEYS_SCHEMA = "columnseal.key-store.schema";
    static final String KEYS_TABLE_PREFIX = "columnseal.key-store.table-prefix";

    static final String BUNDLE = "columnseal.key-store.bundle";
    static final String DEFAULT_TENANT = "columnseal.default-tenant";

    static final String BACKUP_PASSPHRASE = "columnseal.backup.passphrase";

    static final Set<String> OWN = Set.of(DATA_URL, DATA_USERNAME, DATA_PASSWORD, BACKUP_PASSPHRASE);

    private static final Set<String> SECRETS = Set.of(DATA_PASSWORD, BACKUP_PASSPHRASE);

    /** What settings of the application alone begin with, {@link #plain}: groups, and single ones. */
    private static final List<String> APPLICATION_ALONE = Stream.of(
                    "columnseal.audit.",
                    "columnseal.backup.directory",
                    "columnseal.backup.interval",
                    "columnseal.backup.keep",
                    "columnseal.health.",
                    "columnseal.importer.",
                    "columnseal.key-store.driver-class-name",
                    "columnseal.migration.",
                    "columnseal.query-check",
                    "columnseal.reencrypt.",
                    "columnseal.rotation.",
                    "columnseal.schema-check",
                    "columnseal.startup.")
            .map(CommandSettings::plain)
            .toList();

    private static final String VARIABLE_PREFIX = "COLUMNSEAL_";

    private final Map<String, String> values = new TreeMap<>();

    private @Nullable String applicationsBundle;

    private CommandSettings() {}

    /**
     * Reads the settings.
     *
     * @param file in the form of Java properties, UTF-8; null for none
     * @param environment variables of the process
     * @throws ConfigurationException if the file cannot be read, or holds a secret that others can read, or a variable is of no
     *     setting
     */
    static CommandSettings of(@Nullable Path file, Map<String, String> environment) {
        CommandSettings settings = new CommandSettings();
        if (file != null) {
            settings.read(file);
        }
        settings.applicationsBundle = environment.get(KeyBundle.VARIABLE);
        environment.forEach((variable, value) -> {
            if (variable.startsWith(VARIABLE_PREFIX) && !isOfApplicationAlone(variable)) {
                settings.values.put(nameOf(variable), value);
            }
        });
        return settings;
    }

    /** All names, of secrets and others. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(PropertyConfiguration.names());
        names.addAll(OWN);
        return names;
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
    }

    /** The line of keys that is set, or that the application reads; null for none. */
    @Nullable String bundle() {
        return get(BUNDLE).orElse(applicationsBundle);
    }

    void put(String name, String value) {
        values.put(name, value);
    }

    /**
     * For a command: settings that would have it do by itself what nobody asked it for are left out, and so are those of
     * the start, at which a command fails at once.
     */
    PropertyConfiguration configuration() {
        Map<String, String> used = new TreeMap<>(values);
        used.keySet().removeIf(CommandSettings::isOfApplicationAlone);
        used.put("columnseal.application", "columnseal-cli");
        used.put("columnseal.key-store.initialize-schema", "never");
        if ("false".equals(used.get("columnseal.enabled"))) {
            throw new ConfigurationException("columnseal.enabled", "is false, so there are no keys");
        }
        return PropertyConfiguration.of(used, OWN);
    }

    /** In the application's own environment they are set as well, and nothing here needs them. */
    private static boolean isOfApplicationAlone(String name) {
        String plain = plain(name);
        return APPLICATION_ALONE.stream().anyMatch(plain::startsWith);
    }

    private void read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
            requireSecrecy(file, OwnerOnlyFiles.opennessOf(file), properties.stringPropertyNames());
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("--config", "there is no file " + file);
        } catch (IOException | IllegalArgumentException e) {
            // Its message may quote the file
            throw new ConfigurationException("--config", "the file " + file + " cannot be read as properties");
        }
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
    }

    private static void requireSecrecy(Path file, String openness, Set<String> names) {
        if (openness.isEmpty()) {
            return;
        }
        Stream.concat(PropertyConfiguration.secretNames().stream(), SECRETS.stream())
                .filter(names::contains)
                .sorted()
                .findFirst()
                .ifPresent(secret -> {
                    throw new ConfigurationException(
                            "--config",
                            "the file " + file + " holds " + secret + " and is open to others (" + openness
                                    + "): chmod 600, and take another secret");
                });
    }

    private static String nameOf(String variable) {
        return names().stream()
                .filter(name -> plain(name).equals(plain(variable)))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        variable,
                        "is no setting of columnseal; the variable of columnseal.kms.local.master-key, for"
                                + " example, is COLUMNSEAL_KMS_LOCAL_MASTER_KEY"));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
