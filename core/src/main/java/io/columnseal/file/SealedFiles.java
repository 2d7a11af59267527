package io.columnseal.file;

import io.columnseal.ColumnSealException;
import io.columnseal.DecryptionException;
import io.columnseal.SealListener;
import io.columnseal.key.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Seals and opens files and streams of any length, in constant memory.
 *
 * <p>Guaranteed: whoever reads a sealed file learns nothing of its content but its length; one that was altered, cut off,
 * put together of parts, or sealed for another tenant or context does not open, and nothing of it that was not verified is
 * ever handed out; it is only ever sealed under a key that is already stored. Not guaranteed: that it is the newest one that
 * was sealed for its context.
 *
 * <p>Errors of the key are those of {@link io.columnseal.FieldCipher}; those of files and streams are {@link IOException}s.
 * Safe for use by many threads.
 */
public final class SealedFiles {

    private final FileCipher cipher;
    private final boolean replacing;

    private SealedFiles(FileCipher cipher, boolean replacing) {
        this.cipher = cipher;
        this.replacing = replacing;
    }

    /** Under the keys of a ring. Created by the facade; no API for applications. */
    public static SealedFiles under(KeyRing ring, SealListener listener) {
        return new SealedFiles(new KeyRingFileCipher(ring, listener), true);
    }

    /** Readable, where encryption is switched off. Created by the facade; no API for applications. */
    public static SealedFiles unsealed() {
        return new SealedFiles(new UnsealedFileCipher(), true);
    }

    /**
     * The same, which writes no file in the place of another: it throws a {@link java.nio.file.FileAlreadyExistsException} if
     * one is there, or has come while it worked.
     */
    public SealedFiles neverReplacing() {
        return new SealedFiles(cipher, false);
    }

    /**
     * Seals a file under its tenant's active FILE key, which is made with the first file.
     *
     * @param sealed is there when all of it is on the disk, readable by its owner only, or stays as it was; may be the same
     *     file
     * @throws ColumnSealException if the tenant has no key that seals, or it cannot be reached
     */
    public void seal(FileContext context, Path plain, Path sealed) throws IOException {
        seal(context, plain, sealed, done -> {});
    }

    /**
     * The same, and tells how far it is.
     *
     * @param progress told of how many bytes of the plain file were read so far
     */
    public void seal(FileContext context, Path plain, Path sealed, LongConsumer progress) throws IOException {
        try (InputStream source = new CountedInput(Files.newInputStream(plain), progress)) {
            WholeFile.write(sealed, replacing, target -> seal(context, source, target));
        }
    }

    /**
     * Opens a file.
     *
     * @param plain is there when all of it was verified and is on the disk, readable by its owner only, or stays as it was;
     *     may be the same file
     * @throws DecryptionException if it is not what was sealed for this context
     * @throws ColumnSealException if it is another tenant's, or its key does not open or cannot be reached
     */
    public void open(FileContext context, Path sealed, Path plain) throws IOException {
        open(context, sealed, plain, done -> {});
    }

    /**
     * The same, and tells how far it is.
     *
     * @param progress told of how many bytes of the sealed file were read so far
     */
    public void open(FileContext context, Path sealed, Path plain, LongConsumer progress) throws IOException {
        openWhole(context, sealed, plain, progress, opened -> {});
    }

    /**
     * The same, and tells what it opened while nobody can read it yet.
     *
     * @param verified told what opened, once all of it was verified and before the plain file is
     *     there; what it throws leaves none
     * @throws DecryptionException also where encryption is switched off: such files name no key
     */
    public void open(
            FileContext context, Path sealed, Path plain, LongConsumer progress, Consumer<VerifiedFile> verified)
            throws IOException {
        openWhole(context, sealed, plain, progress, opened -> {
            VerifiedFile file = opened.file();
            if (file == null) {
                throw DecryptionException.ofFile(context.name());
            }
            verified.accept(file);
        });
    }

    private void openWhole(
            FileContext context, Path sealed, Path plain, LongConsumer progress, Consumer<OpenedFile> verified)
            throws IOException {
        try (InputStream source = new CountedInput(Files.newInputStream(sealed), progress)) {
            WholeFile.write(plain, replacing, target -> verified.accept(transfer(context, source, target)));
        }
    }

    /** Seals all that a source has left. Closes neither; if this throws, what the target has does not open. */
    public void seal(FileContext context, InputStream source, OutputStream target) throws IOException {
        try (SealingStream sealing = cipher.sealing(context, new UnclosedOutput(target))) {
            sealing.writeAll(source);
            sealing.finish();
        }
    }

    /**
     * Opens all that a source has left. Closes neither; if this throws, the target has a genuine beginning of the text that
     * may not be taken for the whole.
     *
     * @throws DecryptionException if it is not what was sealed for this context
     */
    public void open(FileContext context, InputStream source, OutputStream target) throws IOException {
        transfer(context, source, target);
    }

    private OpenedFile transfer(FileContext context, InputStream source, OutputStream target) throws IOException {
        OpenedFile opened = cipher.opening(context, new UnclosedInput(source));
        try (InputStream text = opened.text()) {
            text.transferTo(target);
        }
        target.flush();
        return opened;
    }

    /**
     * Seals what is written to the stream. Writes the header at once.
     *
     * @param target closed with the stream
     */
    public SealingStream sealing(FileContext context, OutputStream target) throws IOException {
        return cipher.sealing(context, target);
    }

    /**
     * Opens what is read through the stream, which hands out verified parts only. That the text is whole is known when its
     * end was reached; do not act on its beginning before. Reads the header at once.
     *
     * @param source closed with the stream
     * @return a stream whose reads throw a {@link DecryptionException} where the text is not what was sealed
     * @throws DecryptionException if the header is not one that was sealed for this context
     */
    public InputStream opening(FileContext context, InputStream source) throws IOException {
        return cipher.opening(context, source).text();
    }

    /**
     * What stands readable at the beginning of a sealed file; needs no key. Of two headers the first.
     *
     * @throws DecryptionException if it is no sealed file
     */
    public static FileHeader header(Path file) throws IOException {
        return headers(file).get(0);
    }

    /**
     * The same of all headers that a file has: one, or two after a re-encryption that was interrupted, either of which opens
     * it.
     *
     * @throws DecryptionException if it is no sealed file
     */
    public static List<FileHeader> headers(Path file) throws IOException {
        try (InputStream source = Files.newInputStream(file)) {
            List<FileHeader> headers = StoredHeader.copies(source.readNBytes(StoredHeader.BYTES)).stream()
                    .flatMap(copy -> copy.header().visible().stream())
                    .toList();
            if (headers.isEmpty()) {
                throw DecryptionException.ofFile(file.toString());
            }
            return headers;
        }
    }

    /**
     * Puts a file under its tenant's active FILE key after a rotation. Only the header is written, in its place; the body
     * and its key stay what they are. May be interrupted at any time and done again; readers are not disturbed.
     *
     * @return false if there was nothing to do
     * @throws DecryptionException if it has no header that opens; nothing was written
     * @throws io.columnseal.ConfigurationException if encryption is switched off
     */
    public boolean reencryptHeader(Path file) throws IOException {
        return cipher.reencryptHeader(file);
    }
}
