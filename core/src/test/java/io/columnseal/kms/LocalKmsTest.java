package io.columnseal.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ConfigurationException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalKmsTest {

    private static final String HEX = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String BASE64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OTHER = "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String THIRD = "fe0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");
    private static final byte[] DATA_KEY = HexFormat.of().parseHex("a0".repeat(16) + "0b".repeat(16));

    @Test
    void readsTheSameKeyFromHexAndBase64() {
        assertThat(LocalKms.fromBase64(BASE64).kekId())
                .isEqualTo(LocalKms.fromHex(HEX).kekId())
                .isEqualTo(LocalKms.fromHex(HEX.toUpperCase(Locale.ROOT)).kekId())
                .isEqualTo(LocalKms.fromText(" " + HEX + "\n").kekId())
                .isEqualTo(LocalKms.fromText(BASE64).kekId())
                .isEqualTo(LocalKms.fromText(BASE64.replace("=", "")).kekId());
        byte[] bytes = new byte[32];
        bytes[0] = (byte) 0xfb;
        bytes[1] = (byte) 0xff;
        assertThat(LocalKms.fromBase64(Base64.getUrlEncoder().encodeToString(bytes))
                        .kekId())
                .isEqualTo(LocalKms.fromBase64(Base64.getEncoder().encodeToString(bytes))
                        .kekId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hunter2-hunter2-hunter2",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1g",
                "000102030405060708090a0b0c0d0e0f",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAECAwQFBgcICQoLDA0ODw==",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIj",
                "A*ECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "０００１０２０３０４０５０６０７０８０９０ａ０ｂ０ｃ０ｄ０ｅ０ｆ１０１１１２１３１４１５１６１７"
            })
    void refusesWhatIsNoMasterKeyAndDoesNotShowIt(String masterKey) {
        for (Runnable attempt : new Runnable[] {
            () -> LocalKms.fromText(masterKey), () -> LocalKms.fromHex(masterKey), () -> LocalKms.fromBase64(masterKey)
        }) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(attempt::run)
                    .withNoCause()
                    .satisfies(error -> {
                        assertThat(error.setting()).isEqualTo("columnseal.kms.local.master-key");
                        if (!masterKey.isBlank()) {
                            assertThat(error.getMessage()).doesNotContain(masterKey.strip());
                        }
                    });
        }
    }

    @Test
    void refusesAPreviousKeyByItsOwnSetting() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> LocalKms.fromHex(HEX).withPrevious(OTHER, "short"))
                .satisfies(error -> assertThat(error.setting()).isEqualTo("columnseal.kms.local.previous-keys"));
    }

    /** Frozen: keys wrapped like this lie in databases. */
    @Test
    void unwrapsWhatTheFirstReleaseWrapped() {
        WrappedKey wrapped = new WrappedKey(
                "local:9e9904a4230e934b",
                HexFormat.of()
                        .parseHex("01" + "9e9904a4230e934b" + "e277ad56e742c0007f7a605d"
                                + "63e29996ea03ef5930866b44703692099208204e8acb560101b63aee9a5ac145"
                                + "a9f86333d4f58d5333c4528c4caf68c5"));

        assertThat(LocalKms.fromHex(HEX).unwrap(wrapped, CONTEXT)).isEqualTo(DATA_KEY);
    }

    @Test
    void laysOutWrappedBytesAsDocumented() {
        LocalKms kms = LocalKms.fromHex(HEX);
        WrappedKey wrapped = kms.wrap(DATA_KEY, CONTEXT);
        String hex = HexFormat.of().formatHex(wrapped.bytes());

        assertThat(wrapped.bytes()).hasSize(69);
        assertThat(hex).startsWith("01" + kms.kekId().substring("local:".length()));
        assertThat(kms.wrap(DATA_KEY, CONTEXT)).isNotEqualTo(wrapped);
    }

    @Test
    void opensKeysOfAnyPreviousMasterKeyAndWrapsUnderTheNewest() {
        WrappedKey oldest = LocalKms.fromHex(HEX).wrap(DATA_KEY, CONTEXT);
        WrappedKey older = LocalKms.fromHex(OTHER).wrap(DATA_KEY, CONTEXT);
        LocalKms kms = LocalKms.fromHex(THIRD).withPrevious(OTHER).withPrevious(BASE64, OTHER);

        assertThat(kms.unwrap(oldest, CONTEXT)).isEqualTo(DATA_KEY);
        assertThat(kms.unwrap(older, CONTEXT)).isEqualTo(DATA_KEY);
        assertThat(kms.rewrap(oldest, CONTEXT).kekId())
                .isEqualTo(LocalKms.fromHex(THIRD).kekId());
    }

    @Test
    void namesTheMasterKeyThatIsMissing() {
        WrappedKey wrapped = LocalKms.fromHex(OTHER).wrap(DATA_KEY, CONTEXT);

        assertThatExceptionOfType(KmsKeyNotFoundException.class)
                .isThrownBy(() -> LocalKms.fromHex(HEX).unwrap(wrapped, CONTEXT))
                .withMessageContaining("columnseal.kms.local.master-key")
                .satisfies(error -> assertThat(error.kekId())
                        .isEqualTo(LocalKms.fromHex(OTHER).kekId()));
    }

    @Test
    void doesNotTryOtherMasterKeysThanTheOneNamed() {
        LocalKms kms = LocalKms.fromHex(HEX).withPrevious(OTHER);
        WrappedKey wrapped = kms.wrap(DATA_KEY, CONTEXT);
        WrappedKey renamed = new WrappedKey(LocalKms.fromHex(OTHER).kekId(), wrapped.bytes());

        assertThatThrownBy(() -> kms.unwrap(renamed, CONTEXT)).isInstanceOf(KmsInvalidCiphertextException.class);
    }

    @Test
    void refusesEverySingleBitFlip() {
        LocalKms kms = LocalKms.fromHex(HEX);
        WrappedKey wrapped = kms.wrap(DATA_KEY, CONTEXT);
        for (int bit = 0; bit < wrapped.bytes().length * Byte.SIZE; bit++) {
            byte[] altered = wrapped.bytes();
            altered[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> kms.unwrap(new WrappedKey(wrapped.kekId(), altered), CONTEXT))
                    .as("bit %d", bit)
                    .isInstanceOf(KmsInvalidCiphertextException.class);
        }
    }

    @Test
    void staysUsableWhenTheKmsItWasMadeFromIsClosed() {
        LocalKms first = LocalKms.fromHex(HEX);
        LocalKms second = first.withPrevious(OTHER);
        WrappedKey wrapped = first.wrap(DATA_KEY, CONTEXT);
        first.close();

        assertThat(second.unwrap(wrapped, CONTEXT)).isEqualTo(DATA_KEY);
        assertThatThrownBy(() -> first.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsKeyDisabledException.class);
        assertThatThrownBy(() -> first.wrap(DATA_KEY, CONTEXT)).isInstanceOf(KmsKeyDisabledException.class);
    }

    @Test
    void makesNoOtherKmsOnceItIsClosed() {
        LocalKms closed = LocalKms.fromHex(HEX);
        closed.close();

        assertThatThrownBy(closed::withPrevious).isInstanceOf(KmsKeyDisabledException.class);
        assertThatThrownBy(() -> closed.withPrevious(OTHER)).isInstanceOf(KmsKeyDisabledException.class);
    }

    @Test
    void neverWrapsUnderAWipedKeyWhileItIsBeingClosed() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (LocalKms open = LocalKms.fromHex(HEX)) {
            for (int round = 0; round < 2_000; round++) {
                LocalKms kms = LocalKms.fromHex(HEX);
                CountDownLatch started = new CountDownLatch(1);
                Future<List<WrappedKey>> wrapping = thread.submit(() -> wrapUntilClosed(kms, started));
                started.await();
                kms.close();
                assertThat(wrapping.get())
                        .allSatisfy(wrapped -> assertThat(open.unwrap(wrapped, CONTEXT))
                                .as("wrapped under the master key, not under zeroes")
                                .isEqualTo(DATA_KEY));
            }
        } finally {
            thread.shutdownNow();
        }
    }

    /** The last ones only: what was wrapped long before the KMS was closed is not in question. */
    private static List<WrappedKey> wrapUntilClosed(LocalKms kms, CountDownLatch started) {
        Deque<WrappedKey> last = new ArrayDeque<>();
        try {
            while (true) {
                last.addLast(kms.wrap(DATA_KEY, CONTEXT));
                started.countDown();
                if (last.size() > 2) {
                    last.removeFirst();
                }
            }
        } catch (KmsKeyDisabledException closed) {
            return List.copyOf(last);
        }
    }

    @Test
    void printsItsIdOnly() {
        assertThat(LocalKms.fromHex(HEX))
                .hasToString("LocalKms[" + LocalKms.fromHex(HEX).kekId() + "]");
    }
}
