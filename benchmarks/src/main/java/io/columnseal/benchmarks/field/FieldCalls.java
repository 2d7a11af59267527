package io.columnseal.benchmarks.field;

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
import org.openjdk.jmh.infra.BenchmarkParams;

/** The two measured calls, over a stock of values that belong to the tenants in turn. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FieldCalls {

    /** Values of a run, at most 512 KiB of them so that they stay in the processor's cache. */
    @State(Scope.Benchmark)
    public static class Stock {

        private static final int MOST_VALUES = 500;
        private static final int MOST_BYTES = 512 * 1024;

        @Param({"bare"})
        public Contestants contestant;

        @Param({"24"})
        public int sizeBytes;

        @Param({"1"})
        public int tenants;

        private Contestant shared;
        private int[] owners;
        private byte[][] plaintexts;
        private Object[] sealed;

        @Setup(Level.Trial)
        public void fill() throws Exception {
            shared = contestant.forTenants(tenants);
            int count = Math.max(tenants, Math.min(MOST_VALUES, MOST_BYTES / sizeBytes));
            plaintexts = TestData.plaintexts(count, sizeBytes);
            owners = new int[count];
            sealed = new Object[count];
            for (int i = 0; i < count; i++) {
                owners[i] = i % tenants;
                sealed[i] = shared.seal(owners[i], plaintexts[i]);
            }
        }

        @TearDown(Level.Trial)
        public void close() {
            shared.close();
        }
    }

    /** A thread's walk through the stock. */
    @State(Scope.Thread)
    public static class Walk {

        private Contestant contestant;
        private Stock stock;
        private int position;

        @Setup(Level.Trial)
        public void begin(Stock stock, BenchmarkParams benchmark) throws Exception {
            this.stock = stock;
            contestant = stock.shared.forThread();
            boolean seal = benchmark.getBenchmark().endsWith("seal");
            new WarmUp().run(seal ? this::seal : this::open);
        }

        private Object seal() throws Exception {
            int value = next();
            return contestant.seal(stock.owners[value], stock.plaintexts[value]);
        }

        private byte[] open() throws Exception {
            int value = next();
            return contestant.open(stock.owners[value], stock.sealed[value]);
        }

        private int next() {
            int current = position;
            position = current + 1 == stock.owners.length ? 0 : current + 1;
            return current;
        }
    }

    /** Seals one value. */
    @Benchmark
    public Object seal(Walk walk) throws Exception {
        return walk.seal();
    }

    /** Opens one value. */
    @Benchmark
    public byte[] open(Walk walk) throws Exception {
        return walk.open();
    }
}
