package io.columnseal.key;

import io.columnseal.SealListener;

/** A key that is as good as unwrapped. */
record InMemoryFoundKey(LoadedKey key, Runnable onLoad) implements FoundKey {

    InMemoryFoundKey(LoadedKey key) {
        this(key, () -> {});
    }

    @Override
    public KeyIdentity identity() {
        return key.identity();
    }

    @Override
    public boolean seals() {
        return key.state().seals();
    }

    @Override
    public LoadedKey load(SealListener events) {
        onLoad.run();
        return key;
    }

    @Override
    public void close() {
        // Whoever loaded it has it
    }
}
