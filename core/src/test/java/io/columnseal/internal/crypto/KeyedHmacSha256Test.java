package io.columnseal.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The published vectors are in {@link PublishedVectorTest}. */
class KeyedHmacSha256Test {

    private final Random random = new Random(7);

    @Test
    void agreesWithTheJdkForEveryLengthAroundTheBlocks() throws Exception {
        for (int keyBytes = 1; keyBytes < 140; keyBytes++) {
            byte[] key = random(keyBytes);
            KeyedHmacSha256 keyed = new KeyedHmacSha256(key);
            Mac independent = Mac.getInstance("HmacSHA256");
            independent.init(new SecretKeySpec(key, "HmacSHA256"));
            for (int bytes = 0; bytes < 140; bytes += 1 + bytes / 10) {
                byte[] message = random(bytes);
                assertThat(tag(keyed, message)).isEqualTo(independent.doFinal(message));
            }
        }
    }

    /** RFC 4231, section 4.6. */
    @Test
    void writesTheBeginningOfATagWhereItIsTold() {
        byte[] key = new byte[20];
        Arrays.fill(key, (byte) 0x0c);
        byte[] target = new byte[20];

        new KeyedHmacSha256(key).tag("Test With Truncation".getBytes(StandardCharsets.US_ASCII), target, 3, 16);

        assertThat(HexFormat.of().formatHex(target)).isEqualTo("000000a3b6167473100ee06e0c796c2955552b00");
    }

    @Test
    void doesNotChangeWithTheArrayItWasMadeFrom() {
        byte[] key = random(32);
        KeyedHmacSha256 keyed = new KeyedHmacSha256(key);
        byte[] before = tag(keyed, key.clone());
        byte[] message = key.clone();

        Arrays.fill(key, (byte) 0);

        assertThat(tag(keyed, message)).isEqualTo(before);
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        byte[] key = random(32);
        KeyedHmacSha256 keyed = new KeyedHmacSha256(key);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            byte[] message = random(thread * 20);
            byte[] expected = HmacSha256.tag(key, message);
            running.add(threads.submit(() -> {
                for (int i = 0; i < 20_000; i++) {
                    assertThat(Arrays.equals(tag(keyed, message), expected)).isTrue();
                }
            }));
        }
        for (Future<?> result : running) {
            result.get();
        }
        threads.shutdown();
    }

    private byte[] random(int bytes) {
        byte[] array = new byte[bytes];
        random.nextBytes(array);
        return array;
    }

    private static byte[] tag(KeyedHmacSha256 keyed, byte[] message) {
        byte[] tag = new byte[32];
        keyed.tag(message, tag, 0, 32);
        return tag;
    }
}
