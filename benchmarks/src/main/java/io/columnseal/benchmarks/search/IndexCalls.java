package io.columnseal.benchmarks.search;

import io.columnseal.ColumnSeal;
import io.columnseal.codec.Codecs;
import io.columnseal.index.BlindIndexer;
import io.columnseal.index.DigitsOnly;
import io.columnseal.index.IndexContext;
import io.columnseal.index.IndexedValues;
import io.columnseal.index.NormalForm;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Index values through the public API, tenants in turn, beside the JDK's own HMAC with one key. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class IndexCalls {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final int VALUES = 512;

    @Param({"16"})
    public int sizeBytes;

    @Param({"1", "100"})
    public int tenants;

    private ColumnSeal seal;
    private BlindIndexer indexer;
    private IndexContext[] contexts;
    private NormalForm normalForm;
    private byte[][] forms;
    private String[] texts;
    private Mac mac;
    private int position;

    @Setup(Level.Trial)
    public void fill() throws Exception {
        seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(new InMemoryDataKeyStore())
                .build();
        indexer = seal.indexes();
        normalForm = seal.normalForms()
                .of(new IndexedValues(
                        "Patient",
                        "ssn",
                        Codecs.standard().find(String.class).orElseThrow(),
                        List.of(DigitsOnly.class),
                        false));
        contexts = new IndexContext[tenants];
        for (int tenant = 0; tenant < tenants; tenant++) {
            contexts[tenant] = IndexContext.of("clinic-" + tenant, "patient.ssn", normalForm.fingerprint());
        }
        Random random = new Random(7);
        forms = new byte[VALUES][sizeBytes];
        texts = new String[VALUES];
        for (int value = 0; value < VALUES; value++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < sizeBytes; i++) {
                forms[value][i] = (byte) ('0' + random.nextInt(10));
                text.append((char) forms[value][i]);
            }
            texts[value] = text.insert(sizeBytes / 2, '-').toString();
        }
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
    }

    @TearDown(Level.Trial)
    public void close() {
        seal.close();
    }

    /** The value to store, of bytes in their normal form. */
    @Benchmark
    public byte[] indexValue() {
        int value = next();
        return indexer.indexValue(contexts[value % contexts.length], forms[value]);
    }

    /** The same for a context that was just made, as a caller does who knows the tenant only. */
    @Benchmark
    public byte[] indexValueOfNewContext() {
        int value = next();
        return indexer.indexValue(contexts[0].withTenant(contexts[value % contexts.length].tenant()), forms[value]);
    }

    /** From the text to the value to store. */
    @Benchmark
    public byte[] indexText() {
        int value = next();
        return indexer.indexValue(contexts[value % contexts.length], normalForm.of(texts[value]));
    }

    /** The values to look for. */
    @Benchmark
    public List<byte[]> lookupValues() {
        int value = next();
        return indexer.lookupValues(contexts[value % contexts.length], forms[value]);
    }

    /** The JDK's HMAC, re-used with one key. */
    @Benchmark
    public byte[] javaMac() {
        return mac.doFinal(forms[next()]);
    }

    private int next() {
        int current = position;
        position = current + 1 == VALUES ? 0 : current + 1;
        return current;
    }
}
