package io.columnseal.test;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.key.FileDataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.kms.LocalKms;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One JVM of a {@link KeyRaceTest}: for every line {@code seal TENANT} all its threads seal a value at once, for every line
 * {@code rotate TENANT} every second one rotates instead. It answers with the values, one a line, and {@code end}.
 */
final class KeyRaceNode implements AutoCloseable {

    static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final int threads;
    private final ExecutorService executor;
    private final ColumnSeal seal;

    private KeyRaceNode(String place, String prefix, String masterKey, int threads) {
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads);
        this.seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(masterKey))
                .keyStore(
                        place.startsWith("jdbc:")
                                ? JdbcDataKeyStore.pooled(place, "postgres", "").withTablePrefix(prefix)
                                : FileDataKeyStore.at(Path.of(place)))
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        try (KeyRaceNode node =
                new KeyRaceNode(arguments[0], arguments[1], arguments[2], Integer.parseInt(arguments[3]))) {
            node.serve();
        }
    }

    private void serve() throws Exception {
        System.out.println("end");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            race(words[1], words[0].equals("rotate"))
                    .forEach(value -> System.out.println(HexFormat.of().formatHex(value)));
            System.out.println("end");
        }
    }

    private List<byte[]> race(String tenant, boolean rotate) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Callable<byte[]>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            boolean rotates = rotate && i % 2 == 0;
            tasks.add(() -> {
                start.await();
                if (rotates) {
                    seal.keys().rotate(tenant, "race", "race");
                }
                return seal.fields().encrypt(context(tenant), PLAINTEXT);
            });
        }
        List<byte[]> values = new ArrayList<>();
        for (Future<byte[]> value : executor.invokeAll(tasks)) {
            values.add(value.get());
        }
        return values;
    }

    static FieldContext context(String tenant) {
        return FieldContext.of(tenant, "patient.ssn");
    }

    @Override
    public void close() {
        executor.shutdownNow();
        seal.close();
    }
}
