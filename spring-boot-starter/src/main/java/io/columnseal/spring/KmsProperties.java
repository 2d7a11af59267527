package io.columnseal.spring;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What wraps the data keys.
 *
 * @param type Kind of key management service: "local", or "aws", "azure", "gcp", "pkcs11", "vault" with the module of that
 *     name. Any other one is a bean of type "io.columnseal.kms.Kms".
 */
record KmsProperties(@Nullable String type, @DefaultValue Local local) {

    /** A master key inside the process. Not a record, and without {@code toString}, since it holds keys. */
    static final class Local {

        /** 256-bit master key from a secret store or the environment: 64 hexadecimal digits, or Base64. */
        private final @Nullable String masterKey;

        /** Former master keys, which unwrap but never wrap. */
        private final List<String> previousKeys;

        /** File that keeps the master key that is generated in development when none is given, unless the key tables are in memory. */
        private final @Nullable Path developmentKeyFile;

        Local(@Nullable String masterKey, @DefaultValue List<String> previousKeys, @Nullable Path developmentKeyFile) {
            this.masterKey = masterKey;
            this.previousKeys = previousKeys;
            this.developmentKeyFile = developmentKeyFile;
        }

        @Nullable String masterKey() {
            return masterKey;
        }

        List<String> previousKeys() {
            return previousKeys;
        }

        @Nullable Path developmentKeyFile() {
            return developmentKeyFile;
        }
    }
}
