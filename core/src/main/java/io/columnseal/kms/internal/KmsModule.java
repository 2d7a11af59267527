package io.columnseal.kms.internal;

import io.columnseal.ConfigurationException;
import io.columnseal.internal.Settings;
import io.columnseal.kms.Kms;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The modules that bring a KMS, and what they are called in settings. Their classes are known here by name, and are not
 * looked up as services: then any jar could answer.
 */
public enum KmsModule {
    AWS(
            "AwsKmsProvider",
            "key-id",
            "previous-key-ids",
            "region",
            "fallback-region",
            "endpoint",
            "timeout",
            "attempt-timeout",
            "hash-tenants"),

    AZURE("AzureKmsProvider", "key-id", "previous-key-ids", "wrapping", "timeout", "ssl-bundle", "verify-challenge"),

    GCP("GcpKmsProvider", "key-name", "previous-key-names", "endpoint", "timeout"),

    PKCS11(
            "Pkcs11KmsProvider",
            "library",
            "key-label",
            "previous-key-labels",
            KmsModule.PKCS11_PIN,
            "slot",
            "slot-list-index"),

    VAULT(
            "VaultKmsProvider",
            "address",
            "key",
            "previous-keys",
            "mount",
            "namespace",
            KmsModule.VAULT_TOKEN,
            "timeout",
            "app-role.mount",
            "app-role.role-id",
            KmsModule.VAULT_SECRET,
            "kubernetes.mount",
            "kubernetes.role",
            "kubernetes.token-file");

    /** The property that names one of these. */
    public static final String TYPE_SETTING = "columnseal.kms.type";

    /** The type that needs no module. */
    public static final String LOCAL = "local";

    private static final String PKCS11_PIN = "pin";
    private static final String VAULT_TOKEN = "token";
    private static final String VAULT_SECRET = "app-role.secret-id";
    private static final Set<String> SECRETS = Set.of(PKCS11_PIN, VAULT_TOKEN, VAULT_SECRET);

    private final String provider;
    private final Set<String> names;

    KmsModule(String provider, String... names) {
        this.provider = provider;
        this.names = Set.of(names);
    }

    /**
     * Finds the module of a type, in any case.
     *
     * @param others who else can bring a KMS, for the error
     * @throws ConfigurationException if there is no such type
     */
    public static KmsModule of(String type, String others) {
        return Arrays.stream(values())
                .filter(module -> module.type().equalsIgnoreCase(type))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        TYPE_SETTING, "must be local, aws, azure, gcp, pkcs11 or vault. " + others));
    }

    /** Full names of all modules' settings. */
    public static Set<String> settings() {
        return Arrays.stream(values())
                .flatMap(module -> module.names.stream().map(module::setting))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Refuses settings of modules that are not the one of the type: whoever set them relies on another KMS.
     *
     * @throws ConfigurationException that names one of them
     */
    public static void requireNoOthers(String type, Settings settings) {
        Arrays.stream(values())
                .filter(module -> !module.type().equalsIgnoreCase(type))
                .flatMap(module -> module.names.stream().sorted().map(module::setting))
                .filter(name -> settings.text(name).isPresent())
                .findFirst()
                .ifPresent(name -> {
                    throw new ConfigurationException(
                            name,
                            "is set, but " + TYPE_SETTING + " is " + type.toLowerCase(Locale.ROOT)
                                    + ". Set the type that is meant, or remove this setting");
                });
    }

    /** Full names of the settings whose values are secrets. */
    public static Set<String> secrets() {
        return Arrays.stream(values())
                .flatMap(module ->
                        module.names.stream().filter(SECRETS::contains).map(module::setting))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What {@value #TYPE_SETTING} calls it. */
    public String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Opens the KMS that the settings describe; to be closed by the caller.
     *
     * @throws ConfigurationException if the module is not there, or a setting is missing or malformed
     */
    public Kms open(Settings settings) {
        try {
            return provider().orElseThrow(this::missing).open(settings);
        } catch (IncompatibleClassChangeError e) {
            throw ofAnotherVersion(e);
        } catch (LinkageError e) {
            // Names classes only
            throw new ConfigurationException(
                    TYPE_SETTING,
                    "names a KMS whose module is on the class path without its own dependencies (" + e.getMessage()
                            + "). Add all that " + dependency() + " depends on",
                    e);
        }
    }

    /** Methods that this library calls, or is called by, are not there: releases are used together with themselves only. */
    private ConfigurationException ofAnotherVersion(Throwable cause) {
        return new ConfigurationException(
                TYPE_SETTING,
                "names a KMS whose module, or one of its dependencies, is of another version (" + cause.getMessage()
                        + "). Use " + dependency() + " of the same version as columnseal-core, with what it depends on",
                cause);
    }

    /** The error that says what to add to the class path. */
    public ConfigurationException missing() {
        return new ConfigurationException(
                TYPE_SETTING, "names a KMS that is not on the class path. Add the dependency " + dependency());
    }

    private String dependency() {
        return "io.columnseal:columnseal-kms-" + type();
    }

    private String setting(String name) {
        return "columnseal.kms." + type() + "." + name;
    }

    /** Empty if the module is not there. The class is not public, so that it is no API. */
    private Optional<KmsProvider> provider() {
        try {
            Constructor<? extends KmsProvider> constructor = Class.forName(
                            "io.columnseal.kms." + type() + "." + provider, true, KmsModule.class.getClassLoader())
                    .asSubclass(KmsProvider.class)
                    .getDeclaredConstructor();
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance());
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw ofAnotherVersion(e);
        }
    }
}
