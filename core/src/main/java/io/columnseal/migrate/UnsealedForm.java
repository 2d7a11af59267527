package io.columnseal.migrate;

import io.columnseal.ImportException;
import io.columnseal.InvalidValueException;
import io.columnseal.Storage;
import io.columnseal.cipher.SealedValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a column lie there while they are not sealed: as they are, or as another library left them. Safe for use
 * by many threads.
 */
public final class UnsealedForm {

    private static final String TEXTS = "text";
    private static final String BYTES = "bytes";

    private final Storage storage;
    private final String codec;
    private final @Nullable Importer importer;

    private UnsealedForm(Storage storage, String codec, @Nullable Importer importer) {
        this.storage = storage;
        this.codec = codec;
        this.importer = importer;
    }

    /**
     * The form of a column's values; empty if they cannot lie in the same column sealed and unsealed, whose type then has to
     * change: a date, a number.
     *
     * @param codec name of the column's codec
     * @param importer null for values that nothing has sealed
     */
    public static Optional<UnsealedForm> of(Storage storage, String codec, @Nullable Importer importer) {
        boolean asItIs = storage == Storage.TEXT ? codec.equals(TEXTS) : codec.equals(BYTES);
        return asItIs || importer != null ? Optional.of(new UnsealedForm(storage, codec, importer)) : Optional.empty();
    }

    /**
     * The header that a stored value begins with; empty if it begins with none. If its key is in the key table, the value is
     * sealed, whatever follows.
     *
     * @param stored {@code byte[]} or, of a text column, {@code String}
     */
    public static Optional<SealedValue.Header> header(Object stored) {
        return stored instanceof byte[] bytes
                ? SealedValue.beginningOf(bytes)
                : SealedValue.beginningOf((String) stored);
    }

    /**
     * What the column's codec makes of a value that is not sealed.
     *
     * @throws ImportException if it is not what the importer reads
     * @throws InvalidValueException if it is no text
     */
    public byte[] toEncoded(Object stored, @Nullable String tenant) {
        byte[] bytes = stored instanceof byte[] binary ? binary : encode((String) stored);
        return importer == null ? bytes.clone() : importer.open(bytes, tenant);
    }

    /** Whether what {@link #toEncoded} returns was verified by an importer. */
    public boolean isAuthenticating() {
        return importer != null && importer.isAuthenticating();
    }

    /**
     * Whether a text holds U+FFFD, which decoders of UTF-8 put in place of bytes that are none: nearly every text does that was
     * decrypted under another key than its own.
     */
    public boolean isGarbled(byte[] encoded) {
        return codec.equals(TEXTS) && new String(encoded, StandardCharsets.UTF_8).indexOf('\uFFFD') >= 0;
    }

    /**
     * What to store of a value without sealing it: {@code byte[]} or, of a text column, {@code String}.
     *
     * @throws ImportException if the importer only reads
     */
    public Object toStored(byte[] encoded, @Nullable String tenant) {
        byte[] bytes = importer == null ? encoded.clone() : importer.close(encoded, tenant);
        return storage == Storage.TEXT ? decode(bytes) : bytes;
    }

    private byte[] encode(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new InvalidValueException(codec, "the stored text holds half of a surrogate pair");
        }
    }

    private String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidValueException(codec, "the value is no text that a text column could hold");
        }
    }
}
