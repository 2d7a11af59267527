package io.columnseal.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.WrappedKey;
import io.columnseal.test.KmsFault;
import io.columnseal.test.kms.AwsKmsServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A fallback region that is asked first, while it does not have all keys, or permits less: a permanent error would take a
 * key that is held from those who use it.
 */
class AwsFallbackRegionTest {

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private final AwsKmsServer home = AwsKmsServer.start("eu-central-1");
    private final AwsKmsServer fallback = AwsKmsServer.start("eu-west-1");
    private final String key = home.createMultiRegionKey();
    private final WrappedKey ofOneRegion = wrappedUnder(home.createKey());
    private final WrappedKey withoutReplica = wrappedUnder(home.createMultiRegionKey());
    private final WrappedKey replicated = wrappedUnder(key);
    private AwsKms kms;

    @BeforeEach
    void asksTheFallbackFirst() {
        home.replicate(key, fallback);
        kms = Servers.client(home, key)
                .previousKeyIds(List.of(ofOneRegion.kekId(), withoutReplica.kekId()))
                .fallbackRegion(fallback.region())
                .fallbackEndpoint(fallback.endpoint())
                .build();
        home.meet(KmsFault.DISCONNECTED);
        kms.unwrap(replicated, CONTEXT);
    }

    @AfterEach
    void stop() {
        kms.close();
        home.close();
        fallback.close();
    }

    @Test
    void isNotAskedForKeysOfOneRegion() {
        int before = fallback.requests();

        assertIsUnavailable(ofOneRegion);
        home.recover();

        assertThat(kms.unwrap(ofOneRegion, CONTEXT)).hasSize(32);
        assertThat(kms.rewrap(ofOneRegion, CONTEXT).kekId()).isEqualTo(key);
        assertThat(fallback.requests()).isEqualTo(before);
    }

    @Test
    void doesNotDecideThatAKeyIsMissing() {
        assertIsUnavailable(withoutReplica);
        home.recover();

        assertThat(kms.unwrap(withoutReplica, CONTEXT)).hasSize(32);
    }

    @Test
    void doesNotDecideThatAKeyIsDenied() {
        fallback.meet(KmsFault.DENIED);

        assertIsUnavailable(replicated);
        home.recover();

        assertThat(kms.unwrap(replicated, CONTEXT)).hasSize(32);
    }

    private void assertIsUnavailable(WrappedKey wrapped) {
        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsUnavailableException.class);
    }

    private WrappedKey wrappedUnder(String arn) {
        try (AwsKms alone = Servers.client(home, arn).build();
                GeneratedDataKey generated = alone.generateDataKey(CONTEXT)) {
            return generated.wrapped();
        }
    }
}
