package io.columnseal.hibernate.type;

/**
 * A value on its way to the database that goes there as it is, to be compared with what is not sealed yet. No record, so
 * that it never prints.
 */
final class AsStored {

    private final Object stored;

    /** @param stored {@code byte[]} or, of a text column, {@code String} */
    AsStored(Object stored) {
        this.stored = stored;
    }

    Object stored() {
        return stored;
    }

    @Override
    public String toString() {
        return Redacted.TEXT;
    }
}
