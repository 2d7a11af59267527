package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyUnusableException;
import io.columnseal.cipher.SealedValue;
import io.columnseal.cipher.Suite;
import io.columnseal.index.IndexContext;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several nodes on one key store, doing the same at the same time. */
abstract class KeyStoreNodesTest {

    private static final int NODES = 4;
    private static final int TWELVE = 12;
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final TestKms kms = new TestKms();
    private final Collection<ColumnSeal> started = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(TWELVE);

    /** A new empty store. */
    abstract DataKeyStore emptyStore();

    /** How often each race is run. */
    abstract int rounds();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        started.forEach(ColumnSeal::close);
    }

    @Test
    @Timeout(120)
    void agreeOnOneSystemKeyWhenTheyStartAtOnce() throws Exception {
        for (int round = 0; round < rounds() / 5; round++) {
            DataKeyStore store = emptyStore();
            List<ColumnSeal> nodes = atOnce(node -> node(store));

            byte[] sealed = nodes.get(0).fields().encrypt(context("clinic"), PLAINTEXT);
            for (ColumnSeal node : nodes) {
                assertThat(node.fields().decrypt(context("clinic"), sealed)).isEqualTo(PLAINTEXT);
                assertThat(node.keys().rotate("clinic", "node", "test").state()).isEqualTo(KeyState.ACTIVE);
            }
            nodes.forEach(ColumnSeal::close);
        }
    }

    @Test
    @Timeout(120)
    void agreeOnATenantsFirstKey() throws Exception {
        List<ColumnSeal> nodes = nodes();
        for (int round = 0; round < rounds(); round++) {
            FieldContext context = context("first-" + round);
            List<byte[]> sealed = atOnce(node -> nodes.get(node).fields().encrypt(context, PLAINTEXT));

            assertOneActiveKey(nodes, context);
            KeyId active = history(nodes, context, KeyState.ACTIVE).get(0).id();
            for (byte[] value : sealed) {
                assertThat(value).startsWith(SealedValue.prefix(Suite.AES_256_GCM, active));
            }
            assertThat(history(nodes, context, KeyState.RETIRED)).isEmpty();
            assertEveryNodeOpens(nodes, context, sealed);
        }
    }

    @Test
    @Timeout(120)
    void agreeOnOneNewKeyWhenTheyRotateAtOnce() throws Exception {
        List<ColumnSeal> nodes = nodes();
        FieldContext context = context("rotated");
        nodes.get(0).keys().initialize("rotated", "test");
        for (int round = 0; round < rounds(); round++) {
            int retiredBefore = history(nodes, context, KeyState.RETIRED).size();
            List<KeyInfo> rotated = atOnce(node -> nodes.get(node).keys().rotate("rotated", "node" + node, "race"));

            assertOneActiveKey(nodes, context);
            // Those that came after the winner had finished rotated the winner's key in turn
            assertThat(history(nodes, context, KeyState.RETIRED).size() - retiredBefore)
                    .isBetween(1, NODES);
            assertThat(rotated)
                    .extracting(KeyInfo::id)
                    .contains(history(nodes, context, KeyState.ACTIVE).get(0).id());
            List<byte[]> sealed = atOnce(node -> nodes.get(node).fields().encrypt(context, PLAINTEXT));
            assertEveryNodeOpens(nodes, context, sealed);
        }
    }

    /** Schedules fire everywhere at once. */
    @Test
    @Timeout(120)
    void rotateADueKeyOnceWhenTwelveOfThemFireTogether() throws Exception {
        DataKeyStore store = emptyStore();
        List<ColumnSeal> nodes =
                IntStream.range(0, TWELVE).mapToObj(node -> node(store)).toList();
        nodes.get(0).keys().initialize("due", "test");
        int version = 1;
        for (int round = 0; round < rounds() / 3; round++) {
            int due = version;
            List<KeyInfo> rotated =
                    atOnce(TWELVE, node -> nodes.get(node).keys().rotateIfDue("due", due, "system", "90 days"));

            assertThat(rotated)
                    .extracting(KeyInfo::id)
                    .containsOnly(rotated.get(0).id());
            version = rotated.get(0).version();
            assertThat(nodes.get(0).keys().history("due"))
                    .filteredOn(key -> key.state() != KeyState.PENDING)
                    .hasSize(round + 2);
        }
    }

    /** A second new key would leave values of the oldest one that nobody looks for. */
    @Test
    @Timeout(120)
    void agreeOnOneNewIndexKeyWhenTheyRotateAtOnce() throws Exception {
        List<ColumnSeal> nodes = nodes();
        for (int round = 0; round < rounds(); round++) {
            String tenant = "indexed-" + round;
            IndexContext index = IndexContext.of(tenant, "patient.ssn", "");
            byte[] old = nodes.get(0).indexes().indexValue(index, PLAINTEXT);
            KeyId first = nodes.get(0).keys().indexHistory(tenant).get(0).id();
            atOnce(node -> {
                try {
                    return nodes.get(node)
                            .keys()
                            .rotateIndex(tenant, "node" + node, "race")
                            .version();
                } catch (KeyUnusableException e) {
                    // Came after the winner had finished
                    assertThat(e.keyId()).isEqualTo(first);
                    return 2;
                }
            });

            assertThat(nodes.get(0).keys().indexHistory(tenant))
                    .filteredOn(key -> key.state() != KeyState.PENDING)
                    .extracting(KeyInfo::state)
                    .containsExactly(KeyState.ACTIVE, KeyState.RETIRED);
            for (ColumnSeal node : nodes) {
                assertThat(node.indexes().lookupValues(index, PLAINTEXT)).contains(old);
                assertThat(node.indexes().indexValue(index, PLAINTEXT)).isEqualTo(old);
            }
        }
    }

    @Test
    @Timeout(120)
    void neverUseAKeyTwiceForOneVersion() throws Exception {
        List<ColumnSeal> nodes = nodes();
        atOnce(node -> {
            for (int i = 0; i < rounds() / 4; i++) {
                nodes.get(node).keys().rotate("busy", "node" + node, "race");
            }
            return node;
        });

        List<KeyInfo> history = nodes.get(0).keys().history("busy");
        assertThat(history).extracting(KeyInfo::version).doesNotHaveDuplicates();
        assertThat(history).extracting(KeyInfo::id).doesNotHaveDuplicates();
        assertOneActiveKey(nodes, context("busy"));
    }

    private List<ColumnSeal> nodes() {
        DataKeyStore store = emptyStore();
        return IntStream.range(0, NODES).mapToObj(node -> node(store)).toList();
    }

    private ColumnSeal node(DataKeyStore store) {
        ColumnSeal node = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(store)
                .build();
        started.add(node);
        return node;
    }

    private static FieldContext context(String tenant) {
        return FieldContext.of(tenant, "patient.ssn");
    }

    private static void assertOneActiveKey(List<ColumnSeal> nodes, FieldContext context) {
        assertThat(history(nodes, context, KeyState.ACTIVE)).hasSize(1);
    }

    private static List<KeyInfo> history(List<ColumnSeal> nodes, FieldContext context, KeyState state) {
        return nodes.get(0).keys().history(String.valueOf(context.tenant())).stream()
                .filter(key -> key.state() == state)
                .toList();
    }

    private static void assertEveryNodeOpens(List<ColumnSeal> nodes, FieldContext context, List<byte[]> sealed) {
        for (ColumnSeal node : nodes) {
            for (byte[] value : sealed) {
                assertThat(node.fields().decrypt(context, value)).isEqualTo(PLAINTEXT);
            }
        }
    }

    private interface Node<T> {
        T run(int node) throws Exception;
    }

    private <T> List<T> atOnce(Node<T> work) throws Exception {
        return atOnce(NODES, work);
    }

    private <T> List<T> atOnce(int nodes, Node<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(nodes);
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            int node = i;
            Callable<T> task = () -> {
                start.await();
                return work.run(node);
            };
            running.add(threads.submit(task));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> outcome : running) {
            results.add(outcome.get());
        }
        return results;
    }
}
