package io.columnseal.key;

import io.columnseal.KeyUnusableException;
import io.columnseal.SealListener;
import org.jspecify.annotations.Nullable;

/** What the ring asks its source for. */
sealed interface KeyQuery {

    /**
     * The key from the source; an answer to another question, or a key that may not do it, is refused.
     *
     * @param events collects what is to be told when the key serves
     */
    LoadedKey load(KeySource source, SealListener events);

    /** The key, if it is known before it is loaded. */
    @Nullable KeyId id();

    /** The tenant, if it is known before the key is loaded. */
    @Nullable String tenant();

    private static LoadedKey refused(LoadedKey key, String problem) {
        key.wipe();
        throw new KeyUnusableException(key.identity().id(), key.state(), problem);
    }

    /** The key of this id, for opening. */
    record ById(KeyId id) implements KeyQuery {

        @Override
        public LoadedKey load(KeySource source, SealListener events) {
            LoadedKey key = source.byId(id, events);
            return key.identity().id().equals(id) && key.state().opens() ? key : refused(key, "it may not open values");
        }

        @Override
        public @Nullable String tenant() {
            return null;
        }
    }

    /** The key that is active for a tenant and usage, for sealing. */
    record Active(String tenant, KeyUsage usage) implements KeyQuery {

        @Override
        public LoadedKey load(KeySource source, SealListener events) {
            LoadedKey key = source.active(tenant, usage, events);
            KeyIdentity identity = key.identity();
            boolean fits = identity.tenant().equals(tenant) && identity.usage() == usage && key.seals();
            return fits ? key : refused(key, "it may not seal values of " + tenant);
        }

        @Override
        public @Nullable KeyId id() {
            return null;
        }
    }
}
