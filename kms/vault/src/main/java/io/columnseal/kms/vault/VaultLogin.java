package io.columnseal.kms.vault;

import io.columnseal.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How to get a token from Vault. Prints no secret. */
public abstract sealed class VaultLogin {

    static final String APP_ROLE_MOUNT = "approle";
    static final String KUBERNETES_MOUNT = "kubernetes";

    /** Where Kubernetes puts it. */
    static final Path SERVICE_ACCOUNT_TOKEN = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    /** What can be sent in a header. The JDK's error about anything else would quote it. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private VaultLogin() {}

    /**
     * A token that somebody else obtained and renews or replaces; this one is renewed if Vault allows.
     *
     * @throws ConfigurationException if it cannot be one; white space around it is left out
     */
    public static VaultLogin token(String token) {
        if (!isToken(token.strip())) {
            throw new ConfigurationException(VaultKms.TOKEN_SETTING, "must be one line without spaces");
        }
        return new Given(token.strip());
    }

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** AppRole, mounted at {@code approle}. */
    public static VaultLogin appRole(String roleId, String secretId) {
        return appRole(APP_ROLE_MOUNT, roleId, secretId);
    }

    /** AppRole at another mount. */
    public static VaultLogin appRole(String mount, String roleId, String secretId) {
        return new AppRole(mount, roleId, secretId);
    }

    /**
     * A pod's service account, mounted at {@code kubernetes}.
     *
     * @param tokenFile read anew at each login, since Kubernetes replaces it
     */
    public static VaultLogin kubernetes(String role, Path tokenFile) {
        return kubernetes(KUBERNETES_MOUNT, role, tokenFile);
    }

    /** A pod's service account at another mount. */
    public static VaultLogin kubernetes(String mount, String role, Path tokenFile) {
        return new Kubernetes(mount, role, tokenFile);
    }

    /** Where to log in, null if there is a token already. */
    abstract @Nullable String path();

    /** What to log in with, read anew at each login. */
    abstract Map<String, String> credentials();

    /** The token that is there already. */
    String givenToken() {
        throw new IllegalStateException("a login has no token");
    }

    @Override
    public String toString() {
        return "VaultLogin[" + (path() == null ? "token" : path()) + "]";
    }

    private static final class Given extends VaultLogin {

        private final String token;

        Given(String token) {
            this.token = token;
        }

        @Override
        @Nullable String path() {
            return null;
        }

        @Override
        Map<String, String> credentials() {
            return Map.of();
        }

        @Override
        String givenToken() {
            return token;
        }
    }

    private static final class AppRole extends VaultLogin {

        private final String mount;
        private final String roleId;
        private final String secretId;

        AppRole(String mount, String roleId, String secretId) {
            this.mount = mount;
            this.roleId = roleId;
            this.secretId = secretId;
        }

        @Override
        String path() {
            return "auth/" + mount + "/login";
        }

        @Override
        Map<String, String> credentials() {
            return Map.of("role_id", roleId, "secret_id", secretId);
        }
    }

    private static final class Kubernetes extends VaultLogin {

        private final String mount;
        private final String role;
        private final Path tokenFile;

        Kubernetes(String mount, String role, Path tokenFile) {
            this.mount = mount;
            this.role = role;
            this.tokenFile = tokenFile;
        }

        @Override
        String path() {
            return "auth/" + mount + "/login";
        }

        @Override
        Map<String, String> credentials() {
            try {
                return Map.of("role", role, "jwt", Files.readString(tokenFile).strip());
            } catch (IOException e) {
                throw new ConfigurationException(
                        VaultKms.SETTINGS + ".kubernetes.token-file", "cannot be read: " + tokenFile, e);
            }
        }
    }
}
