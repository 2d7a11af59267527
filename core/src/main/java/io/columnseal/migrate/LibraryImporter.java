package io.columnseal.migrate;

import io.columnseal.ImportException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a library of the application's seals, by that library, set up as the application has it: jasypt, Spring Security
 * and whatever else decrypts a text or an array.
 *
 * <pre>{@code
 * Importer jasypt = LibraryImporter.ofTexts(stringEncryptor::decrypt, stringEncryptor::encrypt);
 * Importer spring = LibraryImporter.ofTexts(textEncryptor::decrypt, textEncryptor::encrypt);
 * Importer bytes = LibraryImporter.ofBytes(aesBytesEncryptor::decrypt, aesBytesEncryptor::encrypt);
 * }</pre>
 *
 * <p>What the library does not authenticate is not authenticated here: with CBC, jasypt's and Spring's {@code standard}
 * included, an altered value may come out as another one, and is sealed so. As safe for use by many threads as the library.
 */
public final class LibraryImporter implements Importer {

    private final Operation decrypt;
    private final @Nullable Operation encrypt;
    private final boolean authenticating;

    private LibraryImporter(Operation decrypt, @Nullable Operation encrypt, boolean authenticating) {
        this.decrypt = decrypt;
        this.encrypt = encrypt;
        this.authenticating = authenticating;
    }

    /** One that only reads, for values that the library stores as texts. */
    public static LibraryImporter ofTexts(UnaryOperator<String> decrypt) {
        return new LibraryImporter(bytes -> text(bytes, decrypt), null, false);
    }

    /** For values that the library stores as texts. */
    public static LibraryImporter ofTexts(UnaryOperator<String> decrypt, UnaryOperator<String> encrypt) {
        return new LibraryImporter(bytes -> text(bytes, decrypt), bytes -> text(bytes, encrypt), false);
    }

    /** One that only reads, for values that the library stores as bytes. */
    public static LibraryImporter ofBytes(UnaryOperator<byte[]> decrypt) {
        return new LibraryImporter(decrypt::apply, null, false);
    }

    /** For values that the library stores as bytes. */
    public static LibraryImporter ofBytes(UnaryOperator<byte[]> decrypt, UnaryOperator<byte[]> encrypt) {
        return new LibraryImporter(decrypt::apply, encrypt::apply, false);
    }

    /** The same for a library that verifies what it decrypts, such as by AES-GCM. */
    public LibraryImporter authenticating() {
        return new LibraryImporter(decrypt, encrypt, true);
    }

    @Override
    public boolean isAuthenticating() {
        return authenticating;
    }

    @Override
    public byte[] open(byte[] stored, @Nullable String tenant) {
        return run(decrypt, stored, "the library does not decrypt it");
    }

    @Override
    public byte[] close(byte[] value, @Nullable String tenant) {
        return encrypt == null
                ? Importer.super.close(value, tenant)
                : run(encrypt, value, "the library does not encrypt it");
    }

    private static byte[] run(Operation operation, byte[] bytes, String problem) {
        byte[] result;
        try {
            result = operation.apply(bytes.clone());
        } catch (RuntimeException | CharacterCodingException e) {
            // Its message may hold the value
            throw new ImportException(problem, null);
        }
        if (result == null) {
            throw new ImportException(problem, null);
        }
        return result;
    }

    private static byte @Nullable [] text(byte[] bytes, UnaryOperator<String> operation)
            throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        String result = operation.apply(text);
        return result == null ? null : result.getBytes(StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Operation {

        byte @Nullable [] apply(byte[] bytes) throws CharacterCodingException;
    }
}
