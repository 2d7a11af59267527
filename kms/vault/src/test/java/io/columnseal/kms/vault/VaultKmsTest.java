package io.columnseal.kms.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.columnseal.ConfigurationException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.WrappedKey;
import io.columnseal.test.kms.VaultServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class VaultKmsTest {

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private static final Set<Thread.State> WAITING =
            EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED);

    private final VaultServer server = VaultServer.start();

    VaultKmsTest() {
        server.createDerivedKey("columnseal");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void refusesAKeyThatTakesNoNoticeOfContexts() {
        server.createKey("underived");
        VaultKms kms = builder("underived").build();

        assertThatThrownBy(() -> generate(kms))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.kms.vault.key")
                .hasMessageContaining("derived=true");
        assertThatThrownBy(() -> kms.wrap(new byte[32], CONTEXT)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void probesOnceOnly() {
        VaultKms kms = builder("columnseal").build();
        generate(kms);
        int before = server.requests();
        generate(kms);

        assertThat(server.requests()).isEqualTo(before + 1);
    }

    @Test
    void unwrapsWhatEarlierVersionsWrapped() {
        VaultKms kms = builder("columnseal").build();
        WrappedKey wrapped = generate(kms);
        server.rotateKey("columnseal");

        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
    }

    @Test
    void rewrapsToTheNewestVersion() {
        VaultKms kms = builder("columnseal").build();
        WrappedKey wrapped = generate(kms);
        server.rotateKey("columnseal");
        WrappedKey rewrapped = kms.rewrap(wrapped, CONTEXT);
        server.disallowFormerVersions("columnseal");

        assertThat(new String(rewrapped.bytes(), StandardCharsets.US_ASCII)).startsWith("vault:v2:");
        assertThat(kms.unwrap(rewrapped, CONTEXT)).hasSize(32);
        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsKeyDisabledException.class);
    }

    @Test
    void unwrapsUnderFormerKeysThatAreListedAndNoOthers() {
        server.createDerivedKey("former");
        WrappedKey wrapped = generate(builder("former").build());
        VaultKms kms = builder("columnseal").previousKeys(List.of("former")).build();

        assertThat(kms.rewrap(wrapped, CONTEXT).kekId()).isEqualTo("vault:transit/columnseal");
        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
        int before = server.requests();
        assertThatThrownBy(() -> builder("columnseal").build().unwrap(wrapped, CONTEXT))
                .isInstanceOf(KmsKeyNotFoundException.class)
                .hasMessageContaining("columnseal.kms.vault.previous-keys");
        assertThat(server.requests()).isEqualTo(before);
    }

    @Test
    void logsInAgainWhenTheTokenWasRevoked() {
        SettableClock clock = new SettableClock();
        VaultKms kms = builder("columnseal").clock(clock).build();
        WrappedKey wrapped = generate(kms);
        server.revokeTokens();
        clock.advance(Duration.ofMinutes(1));

        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
        assertThat(server.logins()).isEqualTo(2);
    }

    /** Secrets may be good for a few logins only, and each token that is left behind lives on. */
    @Test
    void logsInOnceThoughThePolicyDoesNotAllowToReadTheKey() {
        SettableClock clock = new SettableClock();
        server.denyReadingKeys();
        VaultKms kms = builder("columnseal").clock(clock).build();
        for (int minute = 0; minute < 10; minute++) {
            assertThat(kms.describe().status()).isEqualTo(KekDescription.Status.UNKNOWN);
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(server.logins()).isEqualTo(1);
    }

    /** Five refused logins within a quarter of an hour lock out the role, and with it the nodes whose secret is good. */
    @Test
    void doesNotTryALoginThatVaultRefusedWithEachCall(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("token"), server.serviceAccountToken());
        SettableClock clock = new SettableClock();
        VaultKms kms = builder("columnseal")
                .login(VaultLogin.kubernetes("columnseal", file))
                .clock(clock)
                .build();
        WrappedKey wrapped = generate(kms);
        Files.writeString(file, "expired");
        server.revokeTokens();
        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsDeniedException.class);
        AtomicInteger tried = new AtomicInteger();
        server.beforeLogins(tried::incrementAndGet);
        for (int minute = 0; minute < 15; minute++) {
            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsDeniedException.class);
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(tried).hasValue(2);

        Files.writeString(file, server.serviceAccountToken());
        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
    }

    /** A node whose secret was wrong from the beginning never had a token. */
    @Test
    void doesNotTryALoginWithEachCallWhereNoneEverSucceeded(@TempDir Path directory) throws Exception {
        WrappedKey wrapped = generate(builder("columnseal").build());
        Path file = Files.writeString(directory.resolve("token"), "expired");
        SettableClock clock = new SettableClock();
        VaultKms kms = builder("columnseal")
                .login(VaultLogin.kubernetes("columnseal", file))
                .clock(clock)
                .build();
        AtomicInteger tried = new AtomicInteger();
        server.beforeLogins(tried::incrementAndGet);

        for (int minute = 0; minute < 15; minute++) {
            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsDeniedException.class);
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(tried).hasValue(3);
    }

    @Test
    void renewsItsTokenInsteadOfLoggingInAgain() {
        SettableClock clock = new SettableClock();
        VaultKms kms = builder("columnseal").clock(clock).build();
        WrappedKey wrapped = generate(kms);
        for (int hour = 0; hour < 5; hour++) {
            clock.advance(Duration.ofHours(1));
            kms.unwrap(wrapped, CONTEXT);
        }

        assertThat(server.renewals()).isEqualTo(5);
        assertThat(server.logins()).isEqualTo(1);
    }

    /** As at the end of its longest life. */
    @Test
    void logsInAgainWhereARenewalGivesLessThanHalfOfALife() {
        SettableClock clock = new SettableClock();
        VaultKms kms = builder("columnseal").clock(clock).build();
        WrappedKey wrapped = generate(kms);
        server.leaseSeconds(1799);
        clock.advance(Duration.ofMinutes(41));
        kms.unwrap(wrapped, CONTEXT);

        assertThat(server.renewals()).isEqualTo(1);
        assertThat(server.logins()).isEqualTo(2);
    }

    @Test
    void logsInAgainBeforeATokenEndsThatIsNotRenewed() {
        SettableClock clock = new SettableClock();
        VaultKms kms = builder("columnseal").clock(clock).build();
        WrappedKey wrapped = generate(kms);
        server.refuseRenewals();
        clock.advance(Duration.ofMinutes(39));
        kms.unwrap(wrapped, CONTEXT);
        assertThat(server.logins()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(2));
        kms.unwrap(wrapped, CONTEXT);

        assertThat(server.logins()).isEqualTo(2);
    }

    /** A node whose thousand tenants are in use must not log in a thousand times. */
    @Test
    void logsInOnceForAllThreadsThatNeedAToken() throws Exception {
        SettableClock clock = new SettableClock();
        VaultKms kms = builder("columnseal").clock(clock).build();
        unwrapByManyThreads(kms, generate(builder("columnseal").build()));
        assertThat(server.logins()).isEqualTo(2);

        WrappedKey wrapped = generate(kms);
        server.refuseRenewals();
        clock.advance(Duration.ofMinutes(41));
        unwrapByManyThreads(kms, wrapped);
        assertThat(server.logins()).isEqualTo(3);

        server.revokeTokens();
        clock.advance(Duration.ofMinutes(1));
        unwrapByManyThreads(kms, wrapped);
        assertThat(server.logins()).isEqualTo(4);
    }

    @Test
    void renewsOnceForAllThreads() throws Exception {
        SettableClock clock = new SettableClock();
        VaultKms kms = builder("columnseal")
                .login(VaultLogin.token(server.token()))
                .clock(clock)
                .build();
        WrappedKey wrapped = generate(kms);
        clock.advance(Duration.ofMinutes(41));
        unwrapByManyThreads(kms, wrapped);

        assertThat(server.renewals()).isEqualTo(2);
    }

    /** A third of its life is left when another one is asked for. */
    @Test
    void usesItsTokenOnWhereVaultDoesNotLogInJustThen() {
        SettableClock clock = new SettableClock();
        VaultKms kms = builder("columnseal").clock(clock).build();
        WrappedKey wrapped = generate(kms);
        server.refuseRenewals();
        clock.advance(Duration.ofMinutes(41));
        server.failLogins(true);

        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
        server.failLogins(false);
        clock.advance(Duration.ofMinutes(1));
        kms.unwrap(wrapped, CONTEXT);
        assertThat(server.logins()).isEqualTo(2);
    }

    @Test
    void triesAgainAfterALoginThatFailed() {
        WrappedKey wrapped = generate(builder("columnseal").build());
        VaultKms kms = builder("columnseal").build();
        server.failLogins(true);
        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsUnavailableException.class);
        server.failLogins(false);

        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
    }

    @Test
    void renewsATokenThatItWasGiven() {
        SettableClock clock = new SettableClock();
        VaultKms kms = builder("columnseal")
                .login(VaultLogin.token(server.token()))
                .clock(clock)
                .build();
        WrappedKey wrapped = generate(kms);
        clock.advance(Duration.ofMinutes(41));
        kms.unwrap(wrapped, CONTEXT);

        assertThat(server.renewals()).isEqualTo(2);
        assertThat(server.logins()).isZero();
    }

    @Test
    void triesAgainToRenewATokenWhereVaultFailed() {
        SettableClock clock = new SettableClock();
        server.failRenewals(true);
        VaultKms kms = builder("columnseal")
                .login(VaultLogin.token(server.token()))
                .clock(clock)
                .build();
        WrappedKey wrapped = generate(kms);
        server.failRenewals(false);
        clock.advance(Duration.ofMinutes(1));
        kms.unwrap(wrapped, CONTEXT);

        assertThat(server.renewals()).isEqualTo(1);
    }

    @Test
    void doesNotAskAgainForARenewalThatVaultRefused() {
        SettableClock clock = new SettableClock();
        server.refuseRenewals();
        VaultKms kms = builder("columnseal")
                .login(VaultLogin.token(server.token()))
                .clock(clock)
                .build();
        WrappedKey wrapped = generate(kms);
        server.acceptRenewals();
        clock.advance(Duration.ofDays(1));
        kms.unwrap(wrapped, CONTEXT);

        assertThat(server.renewals()).isZero();
    }

    /** As a file ends with it. The JDK's error about a header would quote the token. */
    @Test
    void takesATokenWithALineEndAndQuotesNoneThatCannotBeSent() {
        VaultKms kms = builder("columnseal")
                .login(VaultLogin.token(server.token() + "\n"))
                .build();

        assertThat(generate(kms).kekId()).isEqualTo("vault:transit/columnseal");
        assertThatThrownBy(() -> VaultLogin.token("hvs.secret\nhvs.other"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.kms.vault.token")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesATimeOutThatNeverEnds() {
        assertThatThrownBy(() -> builder("columnseal").timeout(Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.kms.vault.timeout");
    }

    @Test
    void readsThePodsTokenAnewForEachLogin(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("token");
        Files.writeString(file, "expired");
        SettableClock clock = new SettableClock();
        VaultKms kms = builder("columnseal")
                .login(VaultLogin.kubernetes("columnseal", file))
                .clock(clock)
                .build();
        assertThatThrownBy(() -> generate(kms))
                .isInstanceOf(KmsDeniedException.class)
                .hasMessageContaining(".kubernetes");
        Files.writeString(file, server.serviceAccountToken() + "\n");

        assertThat(generate(kms).kekId()).isEqualTo("vault:transit/columnseal");
    }

    /** A secret that is good for one login, say: the token serves until Vault refuses it. */
    @Test
    void goesOnWithATokenThatNoLoginReplaces(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("token"), server.serviceAccountToken());
        SettableClock clock = new SettableClock();
        VaultKms kms = builder("columnseal")
                .login(VaultLogin.kubernetes("columnseal", file))
                .clock(clock)
                .build();
        WrappedKey wrapped = generate(kms);
        Files.writeString(file, "expired");
        server.refuseRenewals();
        clock.advance(Duration.ofHours(1));

        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
        assertThat(server.logins()).isEqualTo(1);

        server.revokeTokens();
        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsDeniedException.class);
        Files.writeString(file, server.serviceAccountToken());
        clock.advance(Duration.ofMinutes(5));
        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
    }

    /** Vault answers as it does to a wrapped key that was altered. */
    @Test
    void tellsThatTheSecretOfARoleIsNotAccepted() {
        VaultKms kms = builder("columnseal")
                .login(VaultLogin.appRole(server.roleId(), "no-such-secret"))
                .build();

        assertThatThrownBy(() -> generate(kms))
                .isInstanceOf(KmsDeniedException.class)
                .hasMessageContaining("columnseal.kms.vault")
                .hasMessageContaining(".app-role")
                .hasMessageNotContaining("no-such-secret");
    }

    @Test
    void tellsThatTheTokenIsNotAccepted() {
        VaultKms kms =
                builder("columnseal").login(VaultLogin.token("hvs.wrong")).build();

        assertThatThrownBy(() -> generate(kms))
                .isInstanceOf(KmsDeniedException.class)
                .hasMessageContaining("columnseal.kms.vault")
                .hasMessageNotContaining("hvs.wrong");
    }

    @Test
    void asksInItsNamespace() {
        try (VaultServer inNamespace = VaultServer.start("clinics/north")) {
            inNamespace.createDerivedKey("columnseal");
            VaultKms kms = VaultKms.builder(inNamespace.endpoint(), "columnseal")
                    .namespace("clinics/north")
                    .login(VaultLogin.appRole(inNamespace.roleId(), inNamespace.secretId()))
                    .build();

            assertThat(generate(kms).kekId()).isEqualTo("vault:clinics/north/transit/columnseal");
        }
    }

    /** Bits of the last character that no byte is made of: Vault itself does not look at them. */
    @Test
    void refusesOtherTextsOfTheSameBytes() {
        VaultKms kms = builder("columnseal").build();
        WrappedKey wrapped = generate(kms);
        String text = new String(wrapped.bytes(), StandardCharsets.US_ASCII);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int last = text.indexOf('=') < 0 ? text.length() - 1 : text.indexOf('=') - 1;
        char other = alphabet.charAt(alphabet.indexOf(text.charAt(last)) ^ 1);
        String altered = text.substring(0, last) + other + text.substring(last + 1);

        assertThatThrownBy(() -> kms.unwrap(
                        new WrappedKey(wrapped.kekId(), altered.getBytes(StandardCharsets.US_ASCII)), CONTEXT))
                .isInstanceOf(KmsInvalidCiphertextException.class);
    }

    @Test
    void describesItsKeyWithTheTimeOfTheNewestVersion() {
        VaultKms kms = builder("columnseal").build();

        assertThat(kms.describe().status()).isEqualTo(KekDescription.Status.ENABLED);
        assertThat(kms.describe().createdAt()).isNotNull();
    }

    @Test
    void refusesAnAddressWithAPath() {
        for (String address : List.of("https://proxy.example/vault", "https://proxy.example/?a=b")) {
            assertThatThrownBy(() -> VaultKms.builder(URI.create(address), "columnseal"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("columnseal.kms.vault.address");
        }
        VaultKms.builder(URI.create("https://vault.example/"), "columnseal");
    }

    @Test
    void takesNothingForAlteredWhereNothingWrappedWasSent() {
        assertThat(VaultErrors.translate("kek", false, 400, "unsupported key type"))
                .isInstanceOf(KmsKeyNotFoundException.class);
        assertThat(VaultErrors.translate("kek", true, 400, "cipher: message authentication failed"))
                .isInstanceOf(KmsInvalidCiphertextException.class);
    }

    /** Where a name leads to it for a minute, keys in memory serve on. */
    @Test
    void takesAVaultThatStandsByForOneThatIsDown() {
        assertThat(VaultErrors.translate("kek", true, 400, "path disabled in replication DR secondary mode"))
                .isInstanceOf(KmsUnavailableException.class);
    }

    @Test
    void sendsNothingOverPlainHttpButOnThisMachine() {
        assertThatThrownBy(() -> VaultKms.builder(URI.create("http://vault.example:8200"), "columnseal"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.kms.vault.address");
    }

    @Test
    void takesNoNameThatLeadsToAnotherPath() {
        for (String name : List.of("", "a/b", "../sys/seal", "a?b", "..")) {
            assertThatThrownBy(() -> builder(name)).as(name).isInstanceOf(ConfigurationException.class);
        }
    }

    /** A token that is not renewed is what is logged; where nothing is, nothing would be found either. */
    @Test
    void logsNoKeyAndNoTokenAtAnyLevel() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.ALL);
        String token = server.token();
        server.refuseRenewals();
        byte[] dataKey;
        try (GeneratedDataKey generated =
                builder("columnseal").login(VaultLogin.token(token)).build().generateDataKey(CONTEXT)) {
            dataKey = generated.plaintext().clone();
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("does not renew"))
                .noneMatch(line -> line.contains(Base64.getEncoder().encodeToString(dataKey)) || line.contains(token));
    }

    @Test
    void printsNoSecretOfALogin() {
        assertThat(VaultLogin.token("hvs.secret").toString()).doesNotContain("hvs.secret");
        assertThat(VaultLogin.appRole("role", "the secret").toString()).doesNotContain("the secret");
    }

    private VaultKmsBuilder builder(String key) {
        return VaultKms.builder(server.endpoint(), key).login(VaultLogin.appRole(server.roleId(), server.secretId()));
    }

    private static WrappedKey generate(VaultKms kms) {
        try (GeneratedDataKey generated = kms.generateDataKey(CONTEXT)) {
            return generated.wrapped();
        }
    }

    /** All need the token at once: the answer to the first login or renewal waits until each thread waits for something. */
    private void unwrapByManyThreads(VaultKms kms, WrappedKey wrapped) throws Exception {
        List<Thread> threads = new ArrayList<>();
        Queue<byte[]> unwrapped = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> unwrapped.add(kms.unwrap(wrapped, CONTEXT))));
        }
        server.beforeLogins(() -> {
            while (!threads.stream().allMatch(thread -> WAITING.contains(thread.getState()))) {
                Thread.onSpinWait();
            }
        });
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        server.beforeLogins(() -> {});
        assertThat(unwrapped).hasSize(threads.size());
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.parse("2026-11-28T12:00:00Z");

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
