package io.columnseal;

import io.columnseal.key.KeyId;
import io.columnseal.key.KeyState;

/** The key's state forbids the operation: sealing under a retired key, opening under a suspended or destroyed one. */
public final class KeyUnusableException extends KeyException {

    private static final long serialVersionUID = 1L;

    private final KeyState state;

    /** @param problem what is refused and what to do, as a sentence without full stop */
    public KeyUnusableException(KeyId keyId, KeyState state, String problem) {
        super("Data key " + keyId + " is " + state + ": " + problem, keyId, null);
        this.state = state;
    }

    public KeyState state() {
        return state;
    }
}
