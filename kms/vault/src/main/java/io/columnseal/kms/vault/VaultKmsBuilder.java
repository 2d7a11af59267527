package io.columnseal.kms.vault;

import io.columnseal.ConfigurationException;
import io.columnseal.internal.PositiveDuration;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Builds a {@link VaultKms}. Address, key and login are required. Not for many threads. */
public final class VaultKmsBuilder {

    /** How long one request may take. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    /** Where the transit engine is mounted. */
    public static final String DEFAULT_MOUNT = "transit";

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(1);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");

    private final URI address;
    private final String key;
    private List<String> previousKeys = List.of();
    private String mount = DEFAULT_MOUNT;
    private @Nullable String namespace;
    private @Nullable VaultLogin login;
    private @Nullable SSLContext sslContext;
    private Duration timeout = DEFAULT_TIMEOUT;
    private Clock clock = Clock.systemUTC();

    VaultKmsBuilder(URI address, String key) {
        if (address.getHost() == null || !("https".equals(address.getScheme()) || isLoopback(address))) {
            throw new ConfigurationException(
                    VaultKms.SETTINGS + ".address", "must be an https address: data keys travel over it in the clear");
        }
        if (!List.of("", "/").contains(address.getPath()) || address.getQuery() != null) {
            throw new ConfigurationException(
                    VaultKms.SETTINGS + ".address",
                    "must be that of a server, without a path: Vault is asked for /v1/ at its root");
        }
        this.address = address;
        this.key = checked(VaultKms.KEY_SETTING, key, NAME);
    }

    /** How to log in; required. */
    public VaultKmsBuilder login(VaultLogin login) {
        this.login = login;
        return this;
    }

    /** Transit keys of the same mount that wrapped earlier data keys, which they go on unwrapping. */
    public VaultKmsBuilder previousKeys(List<String> keys) {
        keys.forEach(name -> checked(VaultKms.PREVIOUS_KEYS_SETTING, name, NAME));
        this.previousKeys = List.copyOf(keys);
        return this;
    }

    /** Where the transit engine is mounted; {@value #DEFAULT_MOUNT} unless set. */
    public VaultKmsBuilder mount(String mount) {
        this.mount = checked(VaultKms.SETTINGS + ".mount", mount, PATH);
        return this;
    }

    /** A namespace of Vault Enterprise or OpenBao; none unless set. */
    public VaultKmsBuilder namespace(String namespace) {
        this.namespace = checked(VaultKms.SETTINGS + ".namespace", namespace, PATH);
        return this;
    }

    /** Trust and client certificates; the JVM's own unless set. */
    public VaultKmsBuilder sslContext(SSLContext sslContext) {
        this.sslContext = sslContext;
        return this;
    }

    /** How long one request may take; {@link #DEFAULT_TIMEOUT} unless set. One that fails is tried three times. */
    public VaultKmsBuilder timeout(Duration timeout) {
        this.timeout = PositiveDuration.of(VaultKms.SETTINGS + ".timeout", timeout);
        return this;
    }

    /** Tells when a token is to be renewed. */
    VaultKmsBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Connects to nothing yet.
     *
     * @throws ConfigurationException if the login is missing
     */
    public VaultKms build() {
        if (login == null) {
            throw new ConfigurationException(VaultKms.TOKEN_SETTING, "or another login is required");
        }
        HttpClient.Builder http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECTION_TIMEOUT);
        if (sslContext != null) {
            http.sslContext(sslContext);
        }
        VaultClient client = new VaultClient(http.build(), address, namespace, timeout);
        return new VaultKms(new VaultSession(client, login, clock), namespace, mount, key, previousKeys);
    }

    private static boolean isLoopback(URI address) {
        return List.of("127.0.0.1", "localhost", "[::1]").contains(address.getHost());
    }

    /** What goes into a path must not lead elsewhere. */
    private static String checked(String setting, String text, Pattern form) {
        if (!form.matcher(text).matches() || text.contains("..")) {
            throw new ConfigurationException(setting, "must be a name of letters, digits, '-', '_' and '.'");
        }
        return text;
    }
}
