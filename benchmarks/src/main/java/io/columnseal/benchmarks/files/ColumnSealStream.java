package io.columnseal.benchmarks.files;

import io.columnseal.ColumnSeal;
import io.columnseal.file.FileContext;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Ours, through its public API and with all of its defaults. */
final class ColumnSealStream implements Streams.Stream {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final FileContext CONTEXT = FileContext.of("clinic-1", "patient.scan");

    private final ColumnSeal seal = ColumnSeal.builder()
            .kms(LocalKms.fromHex(MASTER_KEY))
            .keyStore(new InMemoryDataKeyStore())
            .build();

    @Override
    public byte[] sealed(byte[] text) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream(text.length + 100_000);
        seal.files().seal(CONTEXT, new ByteArrayInputStream(text), sealed);
        return sealed.toByteArray();
    }

    @Override
    public void seal(byte[] text) throws IOException {
        seal.files().seal(CONTEXT, new ByteArrayInputStream(text), OutputStream.nullOutputStream());
    }

    @Override
    public void open(byte[] sealed) throws IOException {
        seal.files().open(CONTEXT, new ByteArrayInputStream(sealed), OutputStream.nullOutputStream());
    }

    @Override
    public void close() {
        seal.close();
    }
}
