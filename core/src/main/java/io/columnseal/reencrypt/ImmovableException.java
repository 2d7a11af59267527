package io.columnseal.reencrypt;

import io.columnseal.reencrypt.Undecryptable.Reason;

/** A value stays as it is; caught within this package and counted. */
final class ImmovableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    ImmovableException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
