package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.KmsUnavailableException;
import io.columnseal.cipher.Suite;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekResolver;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which KMS unwraps a key, where two of them know a KEK of that name, as behind aliases. */
class KmsRoutingTest {

    private final NamedKms common = new NamedKms("common", "former");
    private final NamedKms own = new NamedKms("own", "own-former");
    private final NamedKms stranger = new NamedKms("former", "own-former", "common-2");
    private final TreeMap<String, Kms> tenants = new TreeMap<>(Map.of("a-stranger", stranger, "own", own));
    private KekResolver resolver = tenant -> "own";

    @Test
    void asksTheCommonOneForItsFormerKeyThoughAnotherTenantsHasThatName() {
        assertThat(unwrapping("former")).isSameAs(common);
    }

    @Test
    void asksTheTenantsOwnForItsFormerKeyThoughAnotherTenantsHasThatName() {
        assertThat(unwrapping("own-former")).isSameAs(own);
    }

    @Test
    void asksTheOneThatTheKeyWasMovedFrom() {
        assertThat(unwrapping("common-2")).isSameAs(stranger);
    }

    @Test
    void asksTheOneOfThatNameWhereTheResolverFails() {
        resolver = tenant -> {
            throw new IllegalStateException("no connection");
        };

        assertThat(unwrapping("own")).isSameAs(own);
        assertThatThrownBy(() -> unwrapping("own-former")).isInstanceOf(KmsUnavailableException.class);
    }

    private Kms unwrapping(String kekId) {
        KeyIdentity key = new KeyIdentity(
                KeyId.parse("00f3a1b2c3d4e5f6"), "test", "clinic-1", KeyUsage.FIELD, 1, Suite.AES_256_GCM);
        return new KmsRouting(common, tenants, resolver, "default").unwrapping(key, kekId);
    }

    /** Nothing but a name and those of its former keys. */
    private record NamedKms(String kekId, Set<String> former) implements Kms {

        NamedKms(String kekId, String... former) {
            this(kekId, Set.of(former));
        }

        @Override
        public boolean knows(String name) {
            return kekId.equals(name) || former.contains(name);
        }

        @Override
        public GeneratedDataKey generateDataKey(EncryptionContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
            throw new UnsupportedOperationException();
        }
    }
}
