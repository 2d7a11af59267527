package io.columnseal.key;

import io.columnseal.KeyUnusableException;
import io.columnseal.SealListener;
import org.jspecify.annotations.Nullable;

/** What the ring asks its source for. */
sealed interface KeyQuery {

    /**
     * Has the source find the key.
     *
     * @param events collects what is to be told when the key serves
     * @return to be closed
     */
    FoundKey find(KeySource source, SealListener events);

    /**
     * Unwraps the key that was found; an answer to another question, or a key that may not do it, is refused.
     *
     * @param events collects what is to be told when the key serves
     */
    LoadedKey load(FoundKey found, SealListener events);

    /** The key, if it is in memory. */
    @Nullable UnwrappedKey heldIn(HeldKeys keys);

    /** Whether a key in memory is what is asked for. */
    boolean isAnsweredBy(UnwrappedKey key);

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
        public FoundKey find(KeySource source, SealListener events) {
            return source.byId(id, events);
        }

        @Override
        public LoadedKey load(FoundKey found, SealListener events) {
            LoadedKey key = found.load(events);
            return key.identity().id().equals(id) && key.state().opens() ? key : refused(key, "it may not open values");
        }

        @Override
        public @Nullable UnwrappedKey heldIn(HeldKeys keys) {
            return keys.byId(id);
        }

        @Override
        public boolean isAnsweredBy(UnwrappedKey key) {
            return key.id().equals(id);
        }

        @Override
        public @Nullable String tenant() {
            return null;
        }
    }

    /** The key that is active for a tenant and usage, for sealing. */
    record Active(String tenant, KeyUsage usage) implements KeyQuery {

        @Override
        public FoundKey find(KeySource source, SealListener events) {
            return source.active(tenant, usage, events);
        }

        @Override
        public LoadedKey load(FoundKey found, SealListener events) {
            LoadedKey key = found.load(events);
            KeyIdentity identity = key.identity();
            boolean fits = identity.tenant().equals(tenant) && identity.usage() == usage && key.seals();
            return fits ? key : refused(key, "it may not seal values of " + tenant);
        }

        @Override
        public @Nullable UnwrappedKey heldIn(HeldKeys keys) {
            return keys.active(this);
        }

        @Override
        public boolean isAnsweredBy(UnwrappedKey key) {
            return key.tenant().equals(tenant)
                    && key.usage() == usage
                    && key.lease().isActive();
        }

        @Override
        public @Nullable KeyId id() {
            return null;
        }
    }
}
