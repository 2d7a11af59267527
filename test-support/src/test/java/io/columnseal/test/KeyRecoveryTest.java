package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyRejectedException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyRecovery;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.RewrapReport;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.Kms;
import io.columnseal.kms.RecoveryKey;
import io.columnseal.kms.RecoveryPrivateKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The KEK is lost, and the private key that lay offline brings every value back. */
class KeyRecoveryTest {

    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);
    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("test", "clinic-1", "00000000000000ff", "FIELD");

    private static KeyPair pair;
    private static KeyPair otherPair;

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final Map<FieldContext, byte[]> sealed = new LinkedHashMap<>();

    @BeforeAll
    static void generate() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(3072);
        pair = generator.generateKeyPair();
        otherPair = generator.generateKeyPair();
    }

    @Test
    void bringsEveryValueBackAfterTheKekIsLost() throws Exception {
        sealUnder(new TestKms(), recoveryKey(pair), 3);
        TestKms next = new TestKms();

        RewrapReport report = recovery(pair).under(next, "j.doe", "the master key is lost");

        assertThat(report.complete()).isTrue();
        assertThat(report.rewrapped()).isEqualTo(store.rows().size());
        assertEverythingOpens(next);
        assertThat(store.uses())
                .filteredOn(entry -> entry.operation().equals("RECOVER"))
                .hasSameSizeAs(store.rows())
                .allSatisfy(entry -> assertThat(entry.actor()).isEqualTo("j.doe"));
    }

    /** Anybody can wrap a SYSTEM key of his own for the recovery key. */
    @Test
    void recoversNoOtherTableThanThatOfThePinnedSystemKey() throws Exception {
        sealUnder(new TestKms(), recoveryKey(pair), 1);
        String pin = HexFormat.of()
                .formatHex(store.rows().stream()
                        .filter(row -> row.identity().usage() == KeyUsage.SYSTEM)
                        .findFirst()
                        .orElseThrow()
                        .checkValue());

        assertThatThrownBy(
                        () -> recovery(pair).withSystemKeyPin("ab".repeat(32)).under(new TestKms(), "j.doe", "lost"))
                .isInstanceOf(KeyRejectedException.class)
                .hasMessageContaining("columnseal.system-key-pin");
        TestKms next = new TestKms();
        assertThat(recovery(pair)
                        .withSystemKeyPin(pin)
                        .under(next, "j.doe", "lost")
                        .complete())
                .isTrue();
        assertEverythingOpens(next);
    }

    @Test
    void wrapsKeysForTheRecoveryKeyThatWereMadeBeforeItWasConfigured() throws Exception {
        TestKms kms = new TestKms();
        sealUnder(kms, null, 2);
        try (ColumnSeal seal = start(kms, recoveryKey(pair))) {
            assertThat(seal.keks().status().withoutRecovery())
                    .isEqualTo(store.rows().size());
            assertThat(seal.keks().status().complete()).isFalse();

            RewrapReport report = seal.keks().rewrap("j.doe", "a recovery key at last");

            assertThat(report.complete()).isTrue();
            assertThat(report.status().withoutRecovery()).isZero();
        }
        TestKms next = new TestKms();
        recovery(pair).under(next, "j.doe", "lost");
        assertEverythingOpens(next);
    }

    @Test
    void wrapsKeysAnewWhenTheRecoveryKeyIsReplaced() throws Exception {
        TestKms kms = new TestKms();
        sealUnder(kms, recoveryKey(pair), 1);
        try (ColumnSeal seal = start(kms, recoveryKey(otherPair))) {
            assertThat(seal.keks().rewrap("j.doe", "replaced").complete()).isTrue();
        }

        assertThatThrownBy(() -> recovery(pair).under(new TestKms(), "j.doe", "lost"))
                .isInstanceOf(KeyRejectedException.class)
                .hasMessageContaining("another recovery key");
        TestKms next = new TestKms();
        assertThat(recovery(otherPair).under(next, "j.doe", "lost").complete()).isTrue();
        assertEverythingOpens(next);
    }

    @Test
    void reportsKeysThatWereNeverWrappedForIt() throws Exception {
        TestKms kms = new TestKms();
        sealUnder(kms, recoveryKey(pair), 1);
        try (ColumnSeal seal = start(kms, null)) {
            seal.keys().initialize("clinic-without", "test");
        }

        RewrapReport report = recovery(pair).under(new TestKms(), "j.doe", "lost");

        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.key().tenant()).isEqualTo("clinic-without");
            assertThat(failure.error()).hasMessageContaining("never wrapped for a recovery key");
        });
        assertThat(report.complete()).isFalse();
    }

    @Test
    void writesNothingIfTheRowOfTheSystemKeyWasEdited() throws Exception {
        sealUnder(new TestKms(), recoveryKey(pair), 1);
        DataKeyRow system = store.findActive("system", KeyUsage.SYSTEM).orElseThrow();
        store.write(List.of(KeyRows.changed(system, system.state())), List.of());
        List<DataKeyRow> before = store.rows();
        TestKms next = new TestKms();

        assertThatThrownBy(() -> recovery(pair).under(next, "j.doe", "lost")).isInstanceOf(KeyRejectedException.class);

        assertThat(store.rows()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(next.calls()).isZero();
    }

    /** Anybody who can write to the table can wrap a key of his own for the public key. */
    @Test
    void takesNoKeyThatSomebodyElseWrappedForTheRecoveryKey() throws Exception {
        sealUnder(new TestKms(), recoveryKey(pair), 1);
        DataKeyRow active = store.findActive("clinic-0", KeyUsage.FIELD).orElseThrow();
        byte[] planted = recoveryKey(pair).wrap(new byte[32], active.identity().encryptionContext());
        store.write(List.of(KeyRows.recoverable(active, planted)), List.of());

        RewrapReport report = recovery(pair).under(new TestKms(), "j.doe", "lost");

        assertThat(report.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.key().id())
                        .isEqualTo(active.identity().id()));
        assertThat(report.status().unverified())
                .containsExactly(active.identity().id());
    }

    @Test
    void canBeRunAgainWhereverItStopped() throws Exception {
        for (int failingCall = 0; failingCall < 40; failingCall += 3) {

            InMemoryDataKeyStore table = new InMemoryDataKeyStore();
            sealed.clear();
            seal(ColumnSeal.builder().kms(new TestKms()).borrowedKeyStore(table).recoveryKey(recoveryKey(pair)), 2);
            TestKms next = new TestKms();
            RecoveryPrivateKey key = privateKey(pair);
            try {
                new KeyRecovery(Environment.TEST, new FailingStore(table, failingCall), key)
                        .under(next, "j.doe", "lost");
            } catch (RuntimeException e) {
                assertThat(e).isInstanceOf(io.columnseal.Retryable.class);
            }

            assertThat(new KeyRecovery(Environment.TEST, table, key)
                            .under(next, "j.doe", "again")
                            .complete())
                    .isTrue();
            try (ColumnSeal seal = ColumnSeal.builder()
                    .environment(Environment.TEST)
                    .kms(next)
                    .borrowedKeyStore(table)
                    .build()) {
                sealed.forEach((context, value) ->
                        assertThat(seal.fields().decrypt(context, value)).isEqualTo(PLAINTEXT));
            }
        }
    }

    @Test
    void failsWithTheNewKms() throws Exception {
        sealUnder(new TestKms(), recoveryKey(pair), 2);
        TestKms down = new TestKms();
        down.becomeUnavailable();

        assertThatThrownBy(() -> recovery(pair).under(down, "j.doe", "the master key is lost"))
                .isInstanceOf(KmsUnavailableException.class);
    }

    @Test
    void refusesAKeyThatHasNotTheConfiguredFingerprint() throws Exception {
        assertThatThrownBy(() ->
                        RecoveryKey.fromPem(pem("PUBLIC", otherPair.getPublic().getEncoded()), fingerprint(pair)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(fingerprint(otherPair))
                .hasMessageContaining(RecoveryKey.FINGERPRINT_SETTING);
    }

    @Test
    void refusesAShortKeyAndOtherTexts() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair weak = generator.generateKeyPair();
        for (String pem : List.of(
                pem("PUBLIC", weak.getPublic().getEncoded()),
                pem("PUBLIC", new byte[100]),
                pem("PRIVATE", pair.getPrivate().getEncoded()),
                "")) {
            assertThatThrownBy(() -> RecoveryKey.fromPem(pem, fingerprint(weak)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(RecoveryKey.PUBLIC_KEY_SETTING);
        }
    }

    @Test
    void unwrapsOnlyWithTheContextItWrappedWith() throws Exception {
        byte[] wrapped = recoveryKey(pair).wrap(PLAINTEXT_KEY, CONTEXT);

        assertThat(privateKey(pair).unwrap(wrapped, CONTEXT)).contains(PLAINTEXT_KEY);
        assertThat(privateKey(pair)
                        .unwrap(wrapped, EncryptionContext.of("test", "clinic-2", "00000000000000ff", "FIELD")))
                .isEmpty();
        assertThat(privateKey(otherPair).unwrap(wrapped, CONTEXT)).isEmpty();
    }

    @Test
    void refusesEveryAlteredByteOfAWrappedKey() throws Exception {
        byte[] wrapped = recoveryKey(pair).wrap(PLAINTEXT_KEY, CONTEXT);
        RecoveryPrivateKey key = privateKey(pair);
        for (int i = 0; i < wrapped.length; i += i < 9 ? 1 : 13) {
            byte[] altered = wrapped.clone();
            altered[i] ^= 1;
            assertThat(key.unwrap(altered, CONTEXT)).as("byte %d", i).isEmpty();
        }
        for (int length : List.of(0, 1, 9, 10, wrapped.length - 1)) {
            assertThat(key.unwrap(java.util.Arrays.copyOf(wrapped, length), CONTEXT))
                    .isEmpty();
        }
        assertThat(key.unwrap(java.util.Arrays.copyOf(wrapped, wrapped.length + 1), CONTEXT))
                .isEmpty();
    }

    private static final byte[] PLAINTEXT_KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private void sealUnder(Kms kms, RecoveryKey recovery, int tenants) {
        ColumnSealBuilder builder = ColumnSeal.builder().kms(kms).borrowedKeyStore(store);
        seal(recovery == null ? builder : builder.recoveryKey(recovery), tenants);
    }

    private void seal(ColumnSealBuilder builder, int tenants) {
        try (ColumnSeal seal = builder.environment(Environment.TEST).build()) {
            for (int i = 0; i < tenants; i++) {
                FieldContext first = FieldContext.of("clinic-" + i, "patient.ssn");
                sealed.put(first, seal.fields().encrypt(first, PLAINTEXT));
                seal.keys().rotate("clinic-" + i, "test", "test");
                FieldContext second = FieldContext.of("clinic-" + i, "patient.name");
                sealed.put(second, seal.fields().encrypt(second, PLAINTEXT));
            }
        }
    }

    private void assertEverythingOpens(Kms kms) {
        try (ColumnSeal seal = start(kms, null)) {
            sealed.forEach((context, value) ->
                    assertThat(seal.fields().decrypt(context, value)).isEqualTo(PLAINTEXT));
        }
    }

    private ColumnSeal start(Kms kms, RecoveryKey recovery) {
        ColumnSealBuilder builder =
                ColumnSeal.builder().environment(Environment.TEST).kms(kms).borrowedKeyStore(store);
        return (recovery == null ? builder : builder.recoveryKey(recovery)).build();
    }

    private KeyRecovery recovery(KeyPair keys) {
        return new KeyRecovery(Environment.TEST, store, privateKey(keys));
    }

    private static RecoveryPrivateKey privateKey(KeyPair keys) {
        return RecoveryPrivateKey.fromPem(pem("PRIVATE", keys.getPrivate().getEncoded()));
    }

    private static RecoveryKey recoveryKey(KeyPair keys) throws Exception {
        return RecoveryKey.fromPem(pem("PUBLIC", keys.getPublic().getEncoded()), fingerprint(keys));
    }

    private static String fingerprint(KeyPair keys) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(keys.getPublic().getEncoded()));
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + " KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END "
                + kind + " KEY-----\n";
    }
}
