package io.columnseal.benchmarks.files;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The two measured calls, over one text in memory. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class FileCalls {

    static final int TEXT_MIB = 32;

    /** Who does it. */
    @Param({"bare"})
    public Streams contestant;

    private final byte[] text = new byte[TEXT_MIB << 20];
    private Streams.Stream stream;
    private byte[] sealed;

    @Setup(Level.Trial)
    public void prepare() throws Exception {
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (i * 7 + i / 251);
        }
        stream = contestant.create();
        sealed = stream.sealed(text);
    }

    @TearDown(Level.Trial)
    public void close() {
        stream.close();
    }

    /** Seals the text. */
    @Benchmark
    public void seal() throws Exception {
        stream.seal(text);
    }

    /** Opens it. */
    @Benchmark
    public void open() throws Exception {
        stream.open(sealed);
    }
}
