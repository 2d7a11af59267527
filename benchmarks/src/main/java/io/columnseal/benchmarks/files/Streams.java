package io.columnseal.benchmarks.files;

import java.util.function.Supplier;

/** Who is measured. The names are what {@code --only} takes. */
public enum Streams {
    columnseal("ColumnSeal", ColumnSealStream::new),
    bare("bare JDK cipher, chunk by chunk", BareChunks::new),
    tink("Tink", TinkStream::new);

    private final String title;
    private final Supplier<Stream> factory;

    Streams(String title, Supplier<Stream> factory) {
        this.title = title;
        this.factory = factory;
    }

    /** For people. */
    String title() {
        return title;
    }

    Stream create() {
        return factory.get();
    }

    /** Seals and opens the measured text. */
    interface Stream extends AutoCloseable {

        /** What {@link #open} opens. */
        byte[] sealed(byte[] text) throws Exception;

        /** Seals a text and throws the result away. */
        void seal(byte[] text) throws Exception;

        /** Opens what {@link #sealed} made and throws the text away. */
        void open(byte[] sealed) throws Exception;

        @Override
        default void close() {}
    }
}
