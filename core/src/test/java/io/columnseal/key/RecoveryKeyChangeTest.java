package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.Environment;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.RecoveryKey;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A start tells that the recovery key is another one than keys were wrapped for. */
class RecoveryKeyChangeTest {

    private static final String MASTER_KEY = "8f1d5a3c27e94b60d2c81f7eab3459061c7de2f0439b58a6ff0274cd61b38e95";

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RecoveryKeyChange.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @BeforeEach
    void listen() {
        events.start();
        logger.addAppender(events);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(events);
    }

    @Test
    void saysNothingWhileItStaysTheSame() throws Exception {
        RecoveryKey key = generated();
        start(key);
        start(key);

        assertThat(events.list).isEmpty();
    }

    @Test
    void saysNothingWithoutOne() {
        start(null);
        start(null);

        assertThat(events.list).isEmpty();
    }

    @Test
    void tellsOfAnotherOne() throws Exception {
        start(generated());
        RecoveryKey other = generated();
        start(other);

        assertThat(events.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .contains(other.fingerprint() + " is the recovery key, and keys are wrapped for another one"));
    }

    @Test
    void tellsThatKeysWereMadeBeforeTheFirstOne() throws Exception {
        start(null);
        start(generated());

        assertThat(events.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage()).contains("keys are wrapped for none"));
    }

    @Test
    void tellsThatItIsNotConfiguredAnyMore() throws Exception {
        start(generated());
        start(null);

        assertThat(events.list)
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getFormattedMessage()).contains("columnseal.recovery.public-key is not set"));
    }

    private void start(RecoveryKey recovery) {
        ColumnSealBuilder builder = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(MASTER_KEY))
                .borrowedKeyStore(store);
        (recovery == null ? builder : builder.recoveryKey(recovery)).build().close();
    }

    private static RecoveryKey generated() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(3072);
        byte[] key = generator.generateKeyPair().getPublic().getEncoded();
        return RecoveryKey.fromPem(
                "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PUBLIC KEY-----\n",
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key)));
    }
}
