package io.columnseal.hibernate.type;

import io.columnseal.ImportException;
import io.columnseal.InvalidValueException;
import io.columnseal.cipher.SealedValue;
import io.columnseal.codec.ValueCodec;
import io.columnseal.key.KeyId;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.MigrationPhase;
import io.columnseal.migrate.UnsealedForm;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The column of one attribute while it is in migration: tells what is sealed, and reads and makes what is not. Safe for use
 * by many threads.
 *
 * @see io.columnseal.migrate
 */
public final class MixedColumn {

    private final MigrationPhase phase;
    private final @Nullable Importer importer;
    private final UnsealedForm form;
    private final ValueCodec<Object> codec;
    private final Predicate<KeyId> knownKeys;

    /** @param knownKeys whether a key is in the key table */
    public MixedColumn(
            MigrationPhase phase,
            @Nullable Importer importer,
            UnsealedForm form,
            ValueCodec<Object> codec,
            Predicate<KeyId> knownKeys) {
        this.phase = phase;
        this.importer = importer;
        this.form = form;
        this.codec = codec;
        this.knownKeys = knownKeys;
    }

    public MigrationPhase phase() {
        return phase;
    }

    /**
     * What reads the values that are not sealed; null if they lie there as they are. What it opens and the attribute could not
     * hold, it refuses: sealed, that would be an error whenever it is read.
     */
    public @Nullable Importer importer() {
        return importer == null ? null : new CodecCheck(importer, codec);
    }

    private record CodecCheck(Importer importer, ValueCodec<?> codec) implements Importer {

        @Override
        public byte[] open(byte[] stored, @Nullable String tenant) {
            byte[] encoded = importer.open(stored, tenant);
            try {
                codec.decode(encoded);
            } catch (InvalidValueException e) {
                Arrays.fill(encoded, (byte) 0);
                throw new ImportException(
                        "it opens, and is no value of " + codec.type().getName(), null);
            }
            return encoded;
        }

        @Override
        public byte[] close(byte[] value, @Nullable String tenant) {
            return importer.close(value, tenant);
        }

        @Override
        public boolean isAuthenticating() {
            return importer.isAuthenticating();
        }

        @Override
        public boolean isComparable() {
            return importer.isComparable();
        }

        /** Not the importer, which may be a record of somebody's that holds a key. */
        @Override
        public String toString() {
            return "CodecCheck[" + codec.name() + "]";
        }
    }

    /** Whether the database can compare values that are not sealed. */
    public boolean showsValues() {
        return importer == null || importer.isComparable();
    }

    /** Whether a stored value is sealed: names a key that is there, whatever follows. */
    boolean isSealed(Object stored) {
        return UnsealedForm.header(stored)
                .map(SealedValue.Header::key)
                .filter(knownKeys)
                .isPresent();
    }

    /** A value that is not sealed, as the codec takes it. */
    Object read(Object stored, @Nullable String tenant) {
        byte[] encoded = form.toEncoded(stored, tenant);
        try {
            return codec.decode(encoded);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /**
     * What to store of a value without sealing it.
     *
     * @throws InvalidValueException if everybody would take it for sealed
     */
    Object store(Object value, @Nullable String tenant) {
        byte[] encoded = codec.encode(value);
        try {
            Object stored = form.toStored(encoded, tenant);
            if (isSealed(stored)) {
                throw new InvalidValueException(
                        codec.name(), "a value that begins like a sealed one cannot be stored unsealed");
            }
            return stored;
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** What a row that is not sealed holds of a value; null if none can. */
    @Nullable Object lookedUp(Object value) {
        byte[] encoded = codec.encode(value);
        try {
            Object stored = form.toStored(encoded, null);
            return isSealed(stored) ? null : stored;
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }
}
