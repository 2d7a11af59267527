package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyRejectedException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.Retryable;
import io.columnseal.health.HealthFinding;
import io.columnseal.health.HealthFinding.Kind;
import io.columnseal.health.HealthFinding.Severity;
import io.columnseal.health.HealthSettings;
import io.columnseal.health.KekHealth;
import io.columnseal.health.KeyHealth;
import io.columnseal.index.IndexContext;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyRotationReport;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.RewrapReport;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.KekResolver;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tenants bring their own KEKs; what others have stays under the common one. */
@Timeout(60)
class TenantKekTest {

    private static final String OWN = "clinic-own";
    private static final String OTHER = "clinic-other";
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final TestKms common = new TestKms();
    private final TestKms own = new TestKms();
    private final Map<String, String> choices = new HashMap<>(Map.of(OWN, "own"));
    private volatile Instant now = Instant.parse("2026-11-28T09:15:30Z");

    @Test
    void wrapsAllKeysOfATenantUnderItsOwnKek() {
        try (ColumnSeal seal = start()) {
            useEveryKey(seal, OWN);

            assertThat(store.rows().stream()
                            .filter(row -> row.identity().tenant().equals(OWN)))
                    .hasSize(3)
                    .allSatisfy(row -> assertThat(kekOf(row)).isEqualTo(own.kekId()));
            seal.keys().rotate(OWN, "j.doe", "test");
            assertThat(seal.keys().history(OWN)).extracting(KeyInfo::kekId).containsOnly(own.kekId());
        }
    }

    @Test
    void leavesTheSystemKeyAndWhatTenantsShareUnderTheCommonKek() {
        choices.put("default", "own");
        choices.put("system", "own");
        try (ColumnSeal seal = start()) {
            useEveryKey(seal, "default");
            useEveryKey(seal, OTHER);

            assertThat(store.rows())
                    .hasSize(7)
                    .allSatisfy(row -> assertThat(kekOf(row)).isEqualTo(common.kekId()));
        }
        assertThat(own.calls()).isZero();
    }

    @Test
    void startsAndServesOthersWhileATenantsKmsIsDown() {
        own.becomeUnavailable();
        try (ColumnSeal seal = start()) {
            assertThat(seal.fields().decrypt(ssn(OTHER), seal.fields().encrypt(ssn(OTHER), PLAINTEXT)))
                    .isEqualTo(PLAINTEXT);
            assertThatExceptionOfType(KmsUnavailableException.class)
                    .isThrownBy(() -> seal.fields().encrypt(ssn(OWN), PLAINTEXT));
        }
    }

    /** Real threads and real time: the tenant's KMS does not even refuse. */
    @Test
    void doesNotHoldOthersUpWhileATenantsKmsHangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        own.beforeEach(call -> {
            hanging.countDown();
            awaitQuietly(over);
        });
        try (ColumnSeal seal = start()) {
            Thread waiting = new Thread(
                    () -> assertThat(seal.fields().encrypt(ssn(OWN), PLAINTEXT)).isNotEmpty());
            waiting.start();
            hanging.await();

            seal.prefetch(List.of("clinic-1", "clinic-2", "clinic-3"));
            for (int i = 1; i <= 3; i++) {
                assertThat(seal.fields().encrypt(ssn("clinic-" + i), PLAINTEXT)).isNotEmpty();
            }
            assertThat(seal.keys().rotate("clinic-1", "j.doe", "test").version())
                    .isEqualTo(2);
            over.countDown();
            waiting.join();
        }
    }

    @Test
    void rotatesAllOthersWhileATenantsKmsIsDown() {
        try (ColumnSeal seal = start()) {
            List.of("a", OWN, "z").forEach(tenant -> seal.keys().initialize(tenant, "j.doe"));
            own.becomeDenied();

            KeyRotationReport report = seal.keys().rotateAll("j.doe", "yearly");

            assertThat(report.rotated()).extracting(KeyInfo::tenant).containsExactlyInAnyOrder("a", "z");
            assertThat(report.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.error()).isInstanceOf(KmsDeniedException.class));
        }
    }

    @Test
    void movesATenantToItsOwnKekAndBack() {
        choices.clear();
        byte[] sealed;
        try (ColumnSeal seal = start()) {
            useEveryKey(seal, OWN);
            useEveryKey(seal, OTHER);
            sealed = seal.fields().encrypt(ssn(OWN), PLAINTEXT);
            choices.put(OWN, "own");
            assertThat(seal.keks().status().outstanding()).isEqualTo(3);
            assertThat(seal.keks().status()).hasToString("3 of 7 data keys are not under their tenant's KEK");

            RewrapReport there = seal.keks().rewrap(OWN, "j.doe", "brings a key");

            assertThat(there.rewrapped()).isEqualTo(3);
            assertThat(there.complete()).isTrue();
            assertThat(there.status().keys()).isEqualTo(Map.of(common.kekId(), 4, own.kekId(), 3));
            assertThat(there.status()).hasToString("0 of 7 data keys are not under their tenant's KEK");
        }
        try (ColumnSeal seal = start()) {
            assertThat(seal.fields().decrypt(ssn(OWN), sealed)).isEqualTo(PLAINTEXT);
            choices.clear();

            RewrapReport back = seal.keks().rewrap(OWN, "j.doe", "takes it back");

            assertThat(back.rewrapped()).isEqualTo(3);
            assertThat(back.status().isUnused(own.kekId())).isTrue();
        }
        own.becomeDenied();
        try (ColumnSeal seal = start()) {
            assertThat(seal.fields().decrypt(ssn(OWN), sealed)).isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void movesOneTenantOnly() {
        choices.clear();
        try (ColumnSeal seal = start()) {
            List.of(OWN, OTHER).forEach(tenant -> seal.keys().initialize(tenant, "j.doe"));
            choices.putAll(Map.of(OWN, "own", OTHER, "own"));

            RewrapReport report = seal.keks().rewrap(OWN, "j.doe", "brings a key");

            assertThat(report.rewrapped()).isEqualTo(1);
            assertThat(report.status().outstanding()).isEqualTo(1);
        }
    }

    @Test
    void rewrapsAllOthersWhileATenantsKmsIsDown() {
        choices.clear();
        try (ColumnSeal seal = start()) {
            List.of("a", OWN, "z").forEach(tenant -> seal.keys().initialize(tenant, "j.doe"));
            choices.putAll(Map.of(OWN, "own", "a", "second", "z", "second"));
            own.becomeUnavailable();

            RewrapReport report = seal.keks().rewrap("j.doe", "they bring their keys");

            assertThat(report.rewrapped()).isEqualTo(2);
            assertThat(report.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.key().tenant()).isEqualTo(OWN));
            assertThat(report.complete()).isFalse();
        }
    }

    /** A client that is made when it is first used, of a KMS that somebody made. */
    @Test
    void rewrapsAllOthersWhereATenantsKmsDoesNotEvenTellItsKek() {
        choices.clear();
        NamelessKms nameless = new NamelessKms();
        try (ColumnSeal seal = builder(common).tenantKms("nameless", nameless).build()) {
            List.of("a", OWN, "z").forEach(tenant -> seal.keys().initialize(tenant, "j.doe"));
            choices.putAll(Map.of(OWN, "nameless", "a", "second", "z", "second"));
            nameless.down = true;

            RewrapReport all = seal.keks().rewrap("j.doe", "they bring their keys");
            RewrapReport one = seal.keks().rewrap(OWN, "j.doe", "brings a key");
            choices.put(OWN, "no such KMS");
            RewrapReport unknown = seal.keks().rewrap(OWN, "j.doe", "brings a key");

            assertThat(all.rewrapped()).isEqualTo(2);
            assertThat(List.of(all, one, unknown))
                    .allSatisfy(report -> assertThat(report.failures())
                            .singleElement()
                            .satisfies(failure -> {
                                assertThat(failure.key().tenant()).isEqualTo(OWN);
                                assertThat(failure.error().getMessage()).doesNotContain("s3cret");
                            }));
        }
    }

    @Test
    void stopsRewrappingWhereTheCommonKmsIsDown() {
        choices.clear();
        try (ColumnSeal seal = start()) {
            seal.keys().initialize(OTHER, "j.doe");
        }
        LocalKms next = LocalKms.fromHex("ffeeddccbbaa99887766554433221100ffeeddccbbaa998877665544332211fe");
        try (ColumnSeal seal = builder(new TwoKeks(next, common)).build()) {
            common.becomeUnavailable();
            assertThatExceptionOfType(KmsUnavailableException.class)
                    .isThrownBy(() -> seal.keks().rewrap("j.doe", "test"));
        }
    }

    /** Former keys are known by nothing but the KMS that has them. */
    @Test
    void findsTheKmsOfATenantsFormerKek() {
        String former = "00112233445566778899aabbccddeeff00112233445566778899aabbccddee01";
        String current = "ffeeddccbbaa99887766554433221100ffeeddccbbaa998877665544332211fe";
        byte[] sealed;
        try (ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(common)
                .tenantKms("own", LocalKms.fromHex(former))
                .kekResolver(choices::get)
                .keyStore(store)
                .build()) {
            sealed = seal.fields().encrypt(ssn(OWN), PLAINTEXT);
        }
        for (String choice : new String[] {"own", null}) {
            choices.put(OWN, choice);
            try (ColumnSeal seal = ColumnSeal.builder()
                    .environment(Environment.TEST)
                    .kms(common)
                    .tenantKms("own", LocalKms.fromHex(current).withPrevious(former))
                    .kekResolver(choices::get)
                    .keyStore(store)
                    .build()) {
                assertThat(seal.fields().decrypt(ssn(OWN), sealed)).isEqualTo(PLAINTEXT);
            }
        }
    }

    @Test
    void findsTheKmsOfAFormerKekAlsoWhileTheCurrentOneCannotTellWhatItKnows() {
        String former = "00112233445566778899aabbccddeeff00112233445566778899aabbccddee01";
        String current = "ffeeddccbbaa99887766554433221100ffeeddccbbaa998877665544332211fe";
        byte[] sealed;
        try (ColumnSeal seal = start(LocalKms.fromHex(former))) {
            sealed = seal.fields().encrypt(ssn(OWN), PLAINTEXT);
        }
        choices.put(OWN, "second");
        ColumnSealBuilder builder = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(common)
                .tenantKms("own", LocalKms.fromHex(current).withPrevious(former))
                .tenantKms("second", new UntellingKms())
                .kekResolver(choices::get)
                .keyStore(store);
        try (ColumnSeal seal = builder.build()) {
            assertThat(seal.fields().decrypt(ssn(OWN), sealed)).isEqualTo(PLAINTEXT);
        }
    }

    /** What no KMS knows may be known to the one that cannot tell: that may pass. */
    @Test
    void takesAKekThatNobodyKnowsForOneThatIsAwayWhileAKmsCannotTell() {
        byte[] sealed;
        try (ColumnSeal seal = start(new TestKms())) {
            sealed = seal.fields().encrypt(ssn(OWN), PLAINTEXT);
        }
        try (ColumnSeal seal = start(new UntellingKms())) {
            assertThatExceptionOfType(KmsUnavailableException.class)
                    .isThrownBy(() -> seal.fields().decrypt(ssn(OWN), sealed));
        }
    }

    /** Whoever brings his own key can wrap under it what he likes. */
    @Test
    void neverHasATenantsKmsUnwrapTheSystemKey() {
        start().close();
        DataKeyRow system = store.findActive("system", KeyUsage.SYSTEM).orElseThrow();
        WrappedKey planted = own.wrap(new byte[32], system.identity().encryptionContext());
        store.write(List.of(KeyRows.rewrapped(system, planted)), List.of());
        int calls = own.calls();

        assertThatExceptionOfType(KmsKeyNotFoundException.class).isThrownBy(this::start);
        assertThat(own.calls()).isEqualTo(calls);
    }

    @Test
    void neverHasATenantsKmsUnwrapWhatTenantsShare() {
        byte[] sealed;
        try (ColumnSeal seal = start()) {
            sealed = seal.fields().encrypt(ssn("default"), PLAINTEXT);
        }
        DataKeyRow shared = store.findActive("default", KeyUsage.FIELD).orElseThrow();
        WrappedKey planted = own.wrap(new byte[32], shared.identity().encryptionContext());
        store.write(List.of(KeyRows.rewrapped(shared, planted)), List.of());
        int calls = own.calls();

        try (ColumnSeal seal = start()) {
            assertThatExceptionOfType(KmsException.class)
                    .isThrownBy(() -> seal.fields().decrypt(ssn("default"), sealed));
        }
        assertThat(own.calls()).isEqualTo(calls);
    }

    /** As under a KEK with a public half: the tenant of one row could wrap a key of his choice for another one's. */
    @Test
    void unwrapsNoEditedRowByATenantsKms() {
        byte[] sealed;
        try (ColumnSeal seal = start()) {
            sealed = seal.fields().encrypt(ssn(OTHER), PLAINTEXT);
        }
        DataKeyRow row = store.findActive(OTHER, KeyUsage.FIELD).orElseThrow();
        WrappedKey planted = own.wrap(new byte[32], row.identity().encryptionContext());
        store.write(List.of(KeyRows.rewrapped(row, planted)), List.of());
        int calls = own.calls();

        try (ColumnSeal seal = start()) {
            assertThatExceptionOfType(KeyRejectedException.class)
                    .isThrownBy(() -> seal.fields().decrypt(ssn(OTHER), sealed))
                    .withMessageContaining("edited");
        }
        assertThat(own.calls()).isEqualTo(calls);
    }

    /** A command line or a node that was not told of the tenant's KMS would take the tenant off its own KEK. */
    @Test
    void replacesNoKeyWhoseKekItDoesNotKnow() {
        try (ColumnSeal seal = start()) {
            seal.keys().initialize(OWN, "j.doe");
        }
        try (ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(common)
                .keyStore(store)
                .build()) {
            assertThatExceptionOfType(KmsKeyNotFoundException.class)
                    .isThrownBy(() -> seal.keys().rotate(OWN, "j.doe", "test"))
                    .withMessageContaining("KekResolver");
            assertThat(seal.keks().rewrap("j.doe", "test").failures()).hasSize(1);
            assertThat(seal.keys().history(OWN)).extracting(KeyInfo::state).containsExactly(KeyState.ACTIVE);
        }
    }

    @Test
    void refusesTheTenantWhoseKmsIsNotThereAndNobodyElse() {
        choices.put(OWN, "no-such-kms");
        try (ColumnSeal seal = start()) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> seal.fields().encrypt(ssn(OWN), PLAINTEXT))
                    .withMessageContaining("no-such-kms")
                    .withMessageContaining("[own, second]");
            assertThat(seal.fields().encrypt(ssn(OTHER), PLAINTEXT)).isNotEmpty();
            assertThat(seal.keks().rewrap("j.doe", "test").failures()).isEmpty();
        }
    }

    @Test
    void takesAResolverThatFailsForAKmsThatDoesNotAnswer() {
        try (ColumnSeal seal = builder(common)
                .kekResolver(tenant -> {
                    throw new IllegalStateException("no connection");
                })
                .build()) {
            assertThatExceptionOfType(KmsException.class)
                    .isThrownBy(() -> seal.fields().encrypt(ssn(OWN), PLAINTEXT))
                    .satisfies(error -> assertThat(error).isInstanceOf(Retryable.class));
            assertThat(seal.fields().encrypt(ssn("default"), PLAINTEXT)).isNotEmpty();
        }
    }

    @Test
    void refusesTwoKmsThatNameTheirKekAlike() {
        assertThatThrownBy(() -> builder(common).borrowedTenantKms("again", own).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(own.kekId())
                .hasMessageContaining("again and own");
    }

    /** Whoever named it so would get the keys of all who still have theirs under the former one. */
    @Test
    void refusesATenantsKekThatIsNamedLikeAFormerCommonOne() {
        Kms rotated = knowing(own.kekId());

        assertThatThrownBy(() -> builder(rotated).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(own.kekId())
                .hasMessageContaining("as a previous key that of the common one");
    }

    @Test
    void refusesATenantsFormerKekThatIsNamedLikeTheCommonOne() {
        assertThatThrownBy(() -> builder(common)
                        .borrowedTenantKms("third", knowing(common.kekId()))
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("as a previous key that of third");
    }

    private static Kms knowing(String former) {
        TestKms kms = new TestKms();
        return new ForwardingKms(kms) {
            @Override
            public boolean knows(String kekId) {
                return kekId.equals(former) || kms.knows(kekId);
            }
        };
    }

    @Test
    void refusesTenantsKmsThatNobodyChooses() {
        assertThatThrownBy(() -> builder(common).kekResolver(KekResolver.COMMON).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("KekResolver");
    }

    @Test
    void refusesAResolverThatHasNothingToChoose() {
        assertThatThrownBy(() -> ColumnSeal.builder()
                        .environment(Environment.TEST)
                        .kms(common)
                        .keyStore(new InMemoryDataKeyStore())
                        .kekResolver(tenant -> null)
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("KekResolver");
    }

    @Test
    void closesTheKmsThatItWasGivenForGood() {
        AtomicInteger closed = new AtomicInteger();
        Kms counting = new ForwardingKms(new TestKms()) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        builder(common).tenantKms("counting", counting).build().close();
        assertThat(closed).hasValue(1);
        assertThatThrownBy(() -> builder(common)
                        .tenantKms("counting", counting)
                        .kekResolver(KekResolver.COMMON)
                        .build())
                .isInstanceOf(ConfigurationException.class);
        assertThat(closed).hasValue(2);
    }

    @Test
    void healthTellsTheStateOfEachKek() {
        DescribedKms described = new DescribedKms(own);
        try (ColumnSeal seal = start(described)) {
            useEveryKey(seal, OWN);
            seal.keys().initialize(OTHER, "system");

            assertThat(seal.health().keks())
                    .hasSize(3)
                    .startsWith(
                            new KekHealth(common.kekId(), null, KekDescription.Status.UNKNOWN, null, 2, null),
                            new KekHealth(own.kekId(), "own", KekDescription.Status.ENABLED, Instant.EPOCH, 3, null));
            assertThat(seal.health().findings()).isEmpty();
        }
    }

    @Test
    void healthListsKeksThatNothingIsWrappedUnderAnyMore() {
        try (ColumnSeal seal = start()) {
            seal.keys().initialize(OTHER, "j.doe");
        }
        LocalKms next = LocalKms.fromHex("ffeeddccbbaa99887766554433221100ffeeddccbbaa998877665544332211fe");
        try (ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(new TwoKeks(next, common))
                .keyStore(store)
                .build()) {
            assertThat(seal.health().keks()).extracting(KekHealth::keys).containsExactly(0, 2);
            assertThat(seal.health().keks()).extracting(KekHealth::kekId).containsExactly(next.kekId(), common.kekId());
        }
    }

    @Test
    void aTenantsDisabledKekIsAWarningAndTheCommonOneCritical() {
        for (KekDescription.Status status :
                List.of(KekDescription.Status.DISABLED, KekDescription.Status.PENDING_DELETION)) {
            DescribedKms described = new DescribedKms(own);
            described.status = status;
            try (ColumnSeal seal = start(described)) {
                assertThat(only(seal, Kind.UNUSABLE_MASTER_KEY).severity()).isEqualTo(Severity.WARNING);
                assertThat(only(seal, Kind.UNUSABLE_MASTER_KEY).message())
                        .contains(own.kekId())
                        .doesNotContain(OWN);
            }
            DescribedKms commonOne = new DescribedKms(common);
            commonOne.status = status;
            try (ColumnSeal seal = builder(commonOne).build()) {
                assertThat(only(seal, Kind.UNUSABLE_MASTER_KEY).severity()).isEqualTo(Severity.CRITICAL);
            }
        }
    }

    @Test
    void aTenantsKmsThatIsLeftAloneIsAWarning() {
        try (ColumnSeal seal = start()) {
            own.becomeUnavailable();
            for (int i = 0; i < 5; i++) {
                assertThatExceptionOfType(KmsUnavailableException.class)
                        .isThrownBy(() -> seal.fields().encrypt(ssn(OWN), PLAINTEXT));
            }

            KeyHealth health = seal.health();
            assertThat(health.isHealthy()).isTrue();
            assertThat(health.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Kind.OUTAGE);
                assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            });
            assertThat(health.keks().get(1).problem()).contains("has not answered for");
        }
    }

    @Test
    void aKmsThatDoesNotTellItsStateIsAWarning() {
        DescribedKms described = new DescribedKms(own);
        described.error = new KmsUnavailableException(own.kekId(), "down", null);
        try (ColumnSeal seal = start(described)) {
            assertThat(only(seal, Kind.OUTAGE).severity()).isEqualTo(Severity.WARNING);
            assertThat(seal.health().keks().get(1).problem()).contains("KmsUnavailableException");
        }
    }

    @Test
    void aKekThatIsGoneIsUnusable() {
        DescribedKms described = new DescribedKms(own);
        described.error = new KmsKeyNotFoundException(own.kekId(), "gone", null);
        try (ColumnSeal seal = start(described)) {
            assertThat(only(seal, Kind.UNUSABLE_MASTER_KEY).severity()).isEqualTo(Severity.WARNING);
        }
    }

    @Test
    void warnsOfATenantsKekThatIsInUseForTooLong() {
        try (ColumnSeal seal = builder(common)
                .health(HealthSettings.DEFAULT.withMaximumDataKeyAge(Duration.ofDays(3650)))
                .build()) {
            seal.keys().initialize(OWN, "system");
            now = now.plus(Duration.ofDays(366));

            assertThat(seal.health().findings())
                    .filteredOn(finding -> finding.kind() == Kind.OLD_MASTER_KEY)
                    .extracting(HealthFinding::message)
                    .anyMatch(message -> message.contains(own.kekId()))
                    .anyMatch(message -> message.contains(common.kekId()));
        }
    }

    private static HealthFinding only(ColumnSeal seal, Kind kind) {
        List<HealthFinding> findings = seal.health().findings();
        assertThat(findings).extracting(HealthFinding::kind).containsExactly(kind);
        return findings.get(0);
    }

    private static void useEveryKey(ColumnSeal seal, String tenant) {
        seal.fields().encrypt(ssn(tenant), PLAINTEXT);
        seal.indexes().indexValue(IndexContext.of(tenant, "patient.ssn", ""), PLAINTEXT);
        seal.keys().rotateFiles(tenant, "system", "test");
    }

    private ColumnSeal start() {
        return builder(common).build();
    }

    private ColumnSeal start(Kms tenants) {
        return builder(common).borrowedTenantKms("own", tenants).build();
    }

    private ColumnSealBuilder builder(Kms everybodys) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(everybodys)
                .tenantKms("own", own)
                .tenantKms("second", new TestKms())
                .kekResolver(choices::get)
                .keyStore(store)
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC));
    }

    private static String kekOf(DataKeyRow row) {
        return row.wrappedKey().kekId();
    }

    private static FieldContext ssn(String tenant) {
        return FieldContext.of(tenant, "patient.ssn");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As an alias does whose service is down. */
    private static final class UntellingKms extends ForwardingKms {

        private UntellingKms() {
            super(new TestKms());
        }

        @Override
        public boolean knows(String kekId) {
            throw new KmsUnavailableException(kekId(), "down", null);
        }
    }

    private static final class NamelessKms extends ForwardingKms {

        private boolean down;

        private NamelessKms() {
            super(new TestKms());
        }

        @Override
        public String kekId() {
            if (down) {
                throw new IllegalStateException("s3cret");
            }
            return super.kekId();
        }
    }

    /** Tells the state that a test gave it. */
    private static final class DescribedKms extends ForwardingKms {

        private KekDescription.Status status = KekDescription.Status.ENABLED;
        private KmsException error;

        private DescribedKms(Kms kms) {
            super(kms);
        }

        @Override
        public KekDescription describe() {
            if (error != null) {
                throw error;
            }
            return new KekDescription(kekId(), status, Instant.EPOCH);
        }
    }
}
