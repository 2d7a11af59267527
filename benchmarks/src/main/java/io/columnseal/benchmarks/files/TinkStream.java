package io.columnseal.benchmarks.files;

import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;

/** Tink's AES-GCM-HKDF streaming with our parameters, written and read in pieces of a segment. */
final class TinkStream implements Streams.Stream {

    private static final byte[] LABEL = {1, 2, 3};

    private final StreamingAead aead = create();
    private final byte[] piece = new byte[BareChunks.CHUNK_BYTES];

    @Override
    public byte[] sealed(byte[] text) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream(text.length + 100_000);
        seal(text, sealed);
        return sealed.toByteArray();
    }

    @Override
    public void seal(byte[] text) throws GeneralSecurityException, IOException {
        seal(text, OutputStream.nullOutputStream());
    }

    private void seal(byte[] text, OutputStream target) throws GeneralSecurityException, IOException {
        try (OutputStream sealing = aead.newEncryptingStream(target, LABEL)) {
            for (int position = 0; position < text.length; position += piece.length) {
                sealing.write(text, position, Math.min(piece.length, text.length - position));
            }
        }
    }

    @Override
    public void open(byte[] sealed) throws GeneralSecurityException, IOException {
        try (InputStream opening = aead.newDecryptingStream(new ByteArrayInputStream(sealed), LABEL)) {
            while (opening.read(piece) >= 0) {
                // To nowhere
            }
        }
    }

    private static StreamingAead create() {
        try {
            return new AesGcmHkdfStreaming(new byte[32], "HmacSha256", 32, BareChunks.CHUNK_BYTES, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
