package io.columnseal.spring;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The settings under {@code columnseal.kms.vault}. Not a record, since it holds secrets. */
@ConfigurationProperties("columnseal.kms.vault")
final class VaultKmsProperties {

    /** URL of the server, such as "https://vault.example:8200". */
    private final @Nullable URI address;

    /** Name of the transit key that wraps data keys, made with "derived=true". */
    private final @Nullable String key;

    /** Names of transit keys that wrapped earlier data keys. */
    private final List<String> previousKeys;

    /** Where the transit engine is mounted. */
    private final @Nullable String mount;

    /** Namespace of Vault Enterprise or OpenBao. */
    private final @Nullable String namespace;

    /** Token to ask with, renewed if the server allows. */
    private final @Nullable String token;

    /** How long one request may take. */
    private final @Nullable Duration timeout;

    private final AppRole appRole;
    private final Kubernetes kubernetes;

    VaultKmsProperties(
            @Nullable URI address,
            @Nullable String key,
            @DefaultValue List<String> previousKeys,
            @Nullable String mount,
            @Nullable String namespace,
            @Nullable String token,
            @Nullable Duration timeout,
            @DefaultValue AppRole appRole,
            @DefaultValue Kubernetes kubernetes) {
        this.address = address;
        this.key = key;
        this.previousKeys = previousKeys;
        this.mount = mount;
        this.namespace = namespace;
        this.token = token;
        this.timeout = timeout;
        this.appRole = appRole;
        this.kubernetes = kubernetes;
    }

    @Nullable URI address() {
        return address;
    }

    @Nullable String key() {
        return key;
    }

    List<String> previousKeys() {
        return previousKeys;
    }

    @Nullable String mount() {
        return mount;
    }

    @Nullable String namespace() {
        return namespace;
    }

    @Nullable String token() {
        return token;
    }

    @Nullable Duration timeout() {
        return timeout;
    }

    AppRole appRole() {
        return appRole;
    }

    Kubernetes kubernetes() {
        return kubernetes;
    }

    /** Login by AppRole. */
    static final class AppRole {

        /** Where AppRole is mounted. */
        private final String mount;

        /** Id of the role. */
        private final @Nullable String roleId;

        /** Secret of the role. */
        private final @Nullable String secretId;

        AppRole(@DefaultValue("approle") String mount, @Nullable String roleId, @Nullable String secretId) {
            this.mount = mount;
            this.roleId = roleId;
            this.secretId = secretId;
        }

        String mount() {
            return mount;
        }

        @Nullable String roleId() {
            return roleId;
        }

        @Nullable String secretId() {
            return secretId;
        }
    }

    /**
     * Login by a pod's service account.
     *
     * @param mount Where the Kubernetes login is mounted.
     * @param role Role of Vault to log in as.
     * @param tokenFile File that holds the service account's token.
     */
    record Kubernetes(
            @DefaultValue("kubernetes") String mount,
            @Nullable String role,

            @DefaultValue("/var/run/secrets/kubernetes.io/serviceaccount/token")
            Path tokenFile) {}
}
