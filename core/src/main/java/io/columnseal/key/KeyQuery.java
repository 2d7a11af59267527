package io.columnseal.key;

import org.jspecify.annotations.Nullable;

/** What the ring asks its source for. */
sealed interface KeyQuery {

    LoadedKey load(KeySource source);

    /** The key, if it is known before it is loaded. */
    @Nullable KeyId id();

    /** The tenant, if it is known before the key is loaded. */
    @Nullable String tenant();

    /** The key of this id, for opening. */
    record ById(KeyId id) implements KeyQuery {

        @Override
        public LoadedKey load(KeySource source) {
            return source.byId(id);
        }

        @Override
        public @Nullable String tenant() {
            return null;
        }
    }

    /** The key that is active for a tenant and usage, for sealing. */
    record Active(String tenant, KeyUsage usage) implements KeyQuery {

        @Override
        public LoadedKey load(KeySource source) {
            return source.active(tenant, usage);
        }

        @Override
        public @Nullable KeyId id() {
            return null;
        }
    }
}
