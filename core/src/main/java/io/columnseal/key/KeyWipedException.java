package io.columnseal.key;

/** A key left the ring while it was about to be used. Never reaches a caller of the library. */
public final class KeyWipedException extends Exception {

    private static final long serialVersionUID = 1L;

    static final KeyWipedException INSTANCE = new KeyWipedException();

    private KeyWipedException() {
        super("the key left the ring", null, false, false);
    }
}
