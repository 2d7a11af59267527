package io.columnseal.hibernate.type;

import java.util.Objects;

/**
 * A value on its way to the database, not sealed yet because that needs the session. No record, so that the value never
 * prints.
 */
final class Unsealed {

    private final Object value;

    Unsealed(Object value) {
        this.value = value;
    }

    Object value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Unsealed that && Objects.deepEquals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value.getClass());
    }

    @Override
    public String toString() {
        return Redacted.TEXT;
    }
}
