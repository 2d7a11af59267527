package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.DecryptionException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.TenantMismatchException;
import io.columnseal.health.BusinessHours;
import io.columnseal.health.HealthFinding;
import io.columnseal.health.HealthFinding.Kind;
import io.columnseal.health.HealthFinding.Severity;
import io.columnseal.health.HealthSettings;
import io.columnseal.health.KeyHealth;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyPage;
import io.columnseal.key.OutageSettings;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks by a clock that stands: a Saturday morning, unless a test moves it. */
class HealthTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");

    private static final BusinessHours SATURDAYS =
            new BusinessHours(Set.of(DayOfWeek.SATURDAY), LocalTime.of(8, 0), LocalTime.of(12, 0), ZoneOffset.UTC);

    private final TestKms kms = new TestKms();
    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private volatile Instant now = Instant.parse("2026-11-28T09:15:30Z");
    private ColumnSeal seal = start(store, HealthSettings.DEFAULT.withBusinessHours(SATURDAYS));

    @AfterEach
    void close() {
        seal.close();
    }

    @Test
    void isWellAtFirst() {
        seal.keys().initialize("clinic-1", "j.doe");

        KeyHealth health = seal.health();

        assertThat(health.findings()).isEmpty();
        assertThat(health.isHealthy()).isTrue();
        assertThat(health.at()).isEqualTo(now);
    }

    @Test
    void isCriticalWhileTheKmsDoesNotAnswer() {
        kms.becomeUnavailable();
        for (int i = 0; i < OutageSettings.DEFAULT.failures(); i++) {
            assertThatExceptionOfType(KmsUnavailableException.class)
                    .isThrownBy(() -> seal.fields().encrypt(SSN, new byte[1]));
        }

        HealthFinding finding = only(Kind.OUTAGE);
        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message()).contains("KMS key " + kms.kekId(), "5 calls in a row failed");
        assertThat(seal.health().isHealthy()).isFalse();
    }

    @Test
    void warnsOfDataKeysOlderThan90Days() {
        KeyInfo key = seal.keys().initialize("clinic-1", "system");
        seal.indexes();
        now = now.plus(Duration.ofDays(90));
        assertThat(seal.health().findings()).isEmpty();

        now = now.plusMillis(1);
        HealthFinding finding = only(Kind.OLD_DATA_KEY);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.message())
                .contains("90 days")
                .contains(key.id().toString())
                .doesNotContain("clinic");
        assertThat(seal.health().isHealthy()).isTrue();

        seal.keys().rotate("clinic-1", "system", "quarterly");
        assertThat(seal.health().findings()).isEmpty();
    }

    @Test
    void warnsOfAMasterKeyOlderThanAYear() {
        now = now.plus(Duration.ofDays(365));
        assertThat(seal.health().findings()).isEmpty();

        now = now.plusMillis(1);
        assertThat(only(Kind.OLD_MASTER_KEY).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void threeFailedDecryptionsWithinAnHourAreCritical() {
        byte[] altered = altered();
        fail(altered);
        fail(altered);
        assertThat(only(Kind.FAILED_DECRYPTIONS).severity()).isEqualTo(Severity.INFO);
        assertThat(seal.health().isHealthy()).isTrue();

        fail(altered);
        HealthFinding finding = only(Kind.FAILED_DECRYPTIONS);
        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message()).startsWith("3 values");
        assertThat(finding.action()).isNotBlank();
        assertThat(seal.health().isHealthy()).isFalse();

        now = now.plus(Duration.ofHours(1)).plusMillis(1);
        assertThat(seal.health().findings()).isEmpty();
    }

    @Test
    void countsValuesOfKeysThatAreNotThere() {
        byte[] sealed = altered();
        sealed[3] ^= 1;
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(io.columnseal.KeyNotFoundException.class)
                    .isThrownBy(() -> seal.fields().decrypt(SSN, sealed));
        }

        assertThat(seal.health().findings()).extracting(HealthFinding::kind).contains(Kind.FAILED_DECRYPTIONS);
    }

    @Test
    void warnsOfReadsAcrossTenants() {
        byte[] sealed = seal.fields().encrypt(SSN, new byte[1]);
        assertThatExceptionOfType(TenantMismatchException.class)
                .isThrownBy(() -> seal.fields().decrypt(FieldContext.of("clinic-2", "patient.ssn"), sealed));

        assertThat(only(Kind.CROSS_TENANT_READS).message())
                .startsWith("1 reads")
                .doesNotContain("clinic");
    }

    @Test
    void warnsOfPeopleAtWorkOutsideBusinessHours() {
        now = Instant.parse("2026-11-28T12:00:00Z");
        seal.keys().initialize("clinic-1", "j.doe");

        assertThat(only(Kind.OUTSIDE_BUSINESS_HOURS).message()).contains("j.doe");
    }

    @Test
    void expectsTheApplicationItselfAtAnyHour() {
        now = Instant.parse("2026-11-29T03:00:00Z");
        byte[] unused = seal.fields().encrypt(SSN, new byte[1]);

        assertThat(seal.health().findings()).isEmpty();
    }

    @Test
    void warnsOfOriginsThatAreNotExpected() {
        seal.close();
        HealthSettings settings =
                HealthSettings.DEFAULT.withBusinessHours(SATURDAYS).withExpectedOrigins(List.of("web-*", "batch"));
        seal = start(store, settings, "web-1");
        now = now.plus(Duration.ofDays(2));
        byte[] unused = seal.fields().encrypt(SSN, new byte[1]);
        assertThat(seal.health().findings()).isEmpty();

        try (ColumnSeal laptop = start(store, settings, "laptop.web-1")) {
            laptop.fields().encrypt(FieldContext.of("clinic-2", "x"), new byte[1]);
        }

        assertThat(only(Kind.UNUSUAL_ORIGIN).message()).contains("laptop.web-1");
    }

    @Test
    void warnsOfCompromisedKeys() {
        KeyInfo key = seal.keys().initialize("clinic-1", "j.doe");
        seal.keys().markCompromised(key.id(), "j.doe", "found in a dump");

        assertThat(only(Kind.COMPROMISED_KEY).message()).contains(key.id().toString());
    }

    @Test
    void editedKeyRowsAreCritical() {
        KeyInfo key = seal.keys().initialize("clinic-1", "j.doe");
        DataKeyRow row = store.find(key.id()).orElseThrow();
        store.write(
                List.of(new DataKeyRow(
                        row.identity(),
                        row.state(),
                        row.wrappedKey(),
                        row.recoveryWrappedKey(),
                        row.checkValue(),
                        row.sealCount(),
                        row.createdAt(),
                        row.createdBy(),
                        row.changedAt(),
                        "mallory",
                        row.reason(),
                        row.revision() + 1,
                        row.stateMac())),
                List.of());

        HealthFinding finding = only(Kind.EDITED_KEY_ROW);
        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message()).contains(key.id().toString());
    }

    @Test
    void namesKeysWhoseRowsWereDeleted() {
        KeyId kept = seal.keys().initialize("clinic-1", "system").id();
        KeyId lost = seal.keys().initialize("clinic-2", "system").id();
        seal.close();
        seal = start(
                new ForwardingStore(store) {
                    @Override
                    public KeyPage page(KeyId after, int limit) {
                        return KeyPage.of(
                                super.page(after, limit).rows().stream()
                                        .filter(row -> !row.identity().id().equals(lost))
                                        .toList(),
                                limit);
                    }
                },
                HealthSettings.DEFAULT.withBusinessHours(SATURDAYS));

        HealthFinding finding = only(Kind.LOST_KEY);

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message())
                .startsWith("1 keys")
                .contains(lost.toString())
                .doesNotContain(kept.toString())
                .doesNotContain("clinic");
    }

    @Test
    void saysWhenItCannotCheck() {
        seal.close();
        DataKeyStore unreachable = new ForwardingStore(store) {
            @Override
            public KeyPage page(KeyId after, int limit) {
                throw new KeyStoreUnavailableException("be reached", new IllegalStateException("reset"));
            }
        };
        seal = start(unreachable, HealthSettings.DEFAULT);

        assertThat(only(Kind.UNCHECKED).severity()).isEqualTo(Severity.CRITICAL);
    }

    private HealthFinding only(Kind kind) {
        List<HealthFinding> findings = seal.health().findings();
        assertThat(findings).extracting(HealthFinding::kind).containsExactly(kind);
        return findings.get(0);
    }

    private byte[] altered() {
        byte[] sealed = seal.fields().encrypt(SSN, new byte[4]);
        sealed[sealed.length - 1] ^= 1;
        return sealed;
    }

    private void fail(byte[] altered) {
        assertThatExceptionOfType(DecryptionException.class)
                .isThrownBy(() -> seal.fields().decrypt(SSN, altered));
    }

    private ColumnSeal start(DataKeyStore keyStore, HealthSettings settings) {
        return start(keyStore, settings, "test");
    }

    private ColumnSeal start(DataKeyStore keyStore, HealthSettings settings, String origin) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(keyStore)
                .health(settings)
                .auditOrigin(origin)
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .build();
    }
}
