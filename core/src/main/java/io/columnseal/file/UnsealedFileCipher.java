package io.columnseal.file;

import io.columnseal.ConfigurationException;
import io.columnseal.DecryptionException;
import io.columnseal.TenantMissingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** Keeps files readable behind a zero byte, in a development environment that has encryption switched off. */
final class UnsealedFileCipher implements FileCipher {

    /** No sealed file begins with it. */
    private static final int UNSEALED = 0x00;

    @Override
    public SealingStream sealing(FileContext context, OutputStream target) throws IOException {
        if (context.tenant() == null) {
            throw new TenantMissingException(context.name());
        }
        target.write(UNSEALED);
        return new SealingStream() {

            @Override
            public void write(int octet) throws IOException {
                target.write(octet);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                target.write(bytes, offset, length);
            }

            @Override
            public void finish() throws IOException {
                target.flush();
            }

            @Override
            public void flush() throws IOException {
                target.flush();
            }

            @Override
            public void close() throws IOException {
                target.close();
            }
        };
    }

    @Override
    public OpenedFile opening(FileContext context, InputStream source) throws IOException {
        if (source.read() != UNSEALED) {
            throw DecryptionException.ofFile(context.name());
        }
        return new OpenedFile(source, null);
    }

    @Override
    public boolean reencryptHeader(Path file) {
        throw new ConfigurationException("columnseal.enabled", "is false, so files have no key");
    }
}
