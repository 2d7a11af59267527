package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.Environment;
import io.columnseal.cipher.Suite;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.WrappedKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredKeySourceTest {

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final WatchedKms kms = new WatchedKms();
    private final KekUses uses = new KekUses(store.accessLog()::append, Clock.systemUTC());
    private final KeyUnwrapper unwrapper = new KeyUnwrapper(KmsRouting.common(kms), uses, Environment.TEST);
    private final KeyCeremony ceremony =
            new KeyCeremony(store, KmsRouting.common(kms), null, unwrapper, uses, Environment.TEST, Clock.systemUTC());
    private final SystemKey systemKey =
            new SystemKey(store, unwrapper, ceremony, new AuditChain(), SystemKeyPin.NONE, () -> {});
    private final KeyFactory factory = new KeyFactory(store, systemKey, ceremony, Suite.AES_256_GCM);
    private final StoredKeySource source = new StoredKeySource(
            store,
            unwrapper,
            systemKey,
            factory,
            TestNode.unheard(store),
            new SealCount(store, key -> {}, event -> {}));

    @Test
    void wipesAKeyThatItUnwrapsWhileItIsClosed() {
        KeyId id = source.active("clinic-1", KeyUsage.FIELD, event -> {})
                .identity()
                .id();
        kms.unwrapped.clear();
        kms.afterUnwrap = systemKey::close;

        assertThatThrownBy(() -> source.byId(id, event -> {}).load(event -> {}))
                .isInstanceOf(IllegalStateException.class);

        assertThat(kms.unwrapped)
                .singleElement()
                .satisfies(key -> assertThat(key).hasSize(32).containsOnly(0));
    }

    @Test
    void keepsTheBytesOfAKeyThatItReturns() {
        KeyId id = source.active("clinic-1", KeyUsage.FIELD, event -> {})
                .identity()
                .id();

        LoadedKey key = source.byId(id, event -> {}).load(event -> {});

        assertThat(key.dataKey()).isNotEqualTo(new byte[32]);
    }

    /** Keeps the arrays that it handed out. */
    private static final class WatchedKms implements Kms {

        private final LocalKms kms =
                LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        private final List<byte[]> unwrapped = new ArrayList<>();
        private Runnable afterUnwrap = () -> {};

        @Override
        public String kekId() {
            return kms.kekId();
        }

        @Override
        public GeneratedDataKey generateDataKey(EncryptionContext context) {
            return kms.generateDataKey(context);
        }

        @Override
        public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
            return kms.wrap(dataKey, context);
        }

        @Override
        public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
            byte[] key = kms.unwrap(wrappedKey, context);
            unwrapped.add(key);
            afterUnwrap.run();
            return key;
        }
    }
}
