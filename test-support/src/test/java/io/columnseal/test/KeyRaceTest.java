package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.FileDataKeyStore;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyState;
import io.columnseal.kms.LocalKms;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads of several JVMs make and rotate the keys of the same tenants at once, on PostgreSQL and in one file. */
class KeyRaceTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void agreeOnOneActiveKeyWhoseValuesAllOpen() throws Exception {
        race(postgres(), 2, 8, 10);
    }

    @Test
    @Tag("long")
    @Timeout(7200)
    void agreeOnOneActiveKeyWhoseValuesAllOpenAThousandTimes() throws Exception {
        race(postgres(), 4, 16, 1_000);
    }

    @Test
    @Timeout(180)
    void agreeOnOneActiveKeyInAFile() throws Exception {
        race(file(), 2, 4, 3);
    }

    @Test
    @Tag("long")
    @Timeout(7200)
    void agreeOnOneActiveKeyInAFileAHundredTimes() throws Exception {
        race(file(), 4, 4, 100);
    }

    /** Where the keys are, as all JVMs are told it. */
    private record Place(DataKeyStore store, String name, String prefix) {}

    private static Place postgres() throws SQLException {
        DataSource dataSource = PostgresServer.dataSource();
        String prefix = JdbcStores.newPrefix();
        return new Place(JdbcStores.empty(dataSource, prefix), url(dataSource), prefix);
    }

    private Place file() {
        Path file = folder.resolve("clinic.db.key");
        return new Place(FileDataKeyStore.at(file).createIfMissing(), file.toString(), "");
    }

    private static void race(Place place, int jvms, int threads, int rounds) throws Exception {
        List<Jvm> nodes = new ArrayList<>();
        try (ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(place.store)
                .build()) {
            for (int i = 0; i < jvms; i++) {
                nodes.add(new Jvm(place.name, place.prefix, threads));
            }
            for (Jvm node : nodes) {
                node.answer();
            }
            long values = 0;
            for (int round = 0; round < rounds; round++) {
                String tenant = "race-" + round;
                values += check(seal, tenant, ask(nodes, "seal " + tenant));
                assertThat(seal.keys().history(tenant))
                        .filteredOn(key -> key.state() != KeyState.PENDING)
                        .hasSize(1);
                values += check(seal, tenant, ask(nodes, "rotate " + tenant));
            }
            System.out.println("Key races " + (place.prefix.isEmpty() ? "in a file" : "on PostgreSQL") + ": " + rounds
                    + " rounds, " + jvms + " JVMs, " + jvms * threads + " threads, one active key each time, " + values
                    + " values open");
            assertThat(values).isEqualTo(2L * rounds * jvms * threads);
        } finally {
            nodes.forEach(Jvm::close);
        }
    }

    private static List<byte[]> ask(List<Jvm> nodes, String what) throws IOException {
        nodes.forEach(node -> node.ask(what));
        List<byte[]> values = new ArrayList<>();
        for (Jvm node : nodes) {
            values.addAll(node.answer());
        }
        return values;
    }

    private static long check(ColumnSeal seal, String tenant, List<byte[]> values) {
        assertThat(seal.keys().history(tenant)).extracting(KeyInfo::state).containsOnlyOnce(KeyState.ACTIVE);
        for (byte[] value : values) {
            assertThat(seal.fields().decrypt(KeyRaceNode.context(tenant), value))
                    .isEqualTo(KeyRaceNode.PLAINTEXT);
        }
        return values.size();
    }

    private static String url(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getURL();
        }
    }

    /** A JVM that is asked by its standard input. */
    private static final class Jvm implements AutoCloseable {

        private final Process process;
        private final PrintWriter questions;
        private final BufferedReader answers;

        Jvm(String url, String prefix, int threads) throws IOException {
            this.process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            KeyRaceNode.class.getName(),
                            url,
                            prefix,
                            MASTER_KEY,
                            String.valueOf(threads))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            this.questions = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
            this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        void ask(String what) {
            questions.println(what);
        }

        /** The values of an answer; what else the process prints is logged by it. */
        List<byte[]> answer() throws IOException {
            List<byte[]> values = new ArrayList<>();
            for (String line = answers.readLine(); !"end".equals(line); line = answers.readLine()) {
                assertThat(line).as("a node goes on to the end").isNotNull();
                if (line.matches("[0-9a-f]+")) {
                    values.add(HexFormat.of().parseHex(line));
                }
            }
            return values;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
