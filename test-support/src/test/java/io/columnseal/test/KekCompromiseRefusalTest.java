package io.columnseal.test;

import static io.columnseal.test.LeakedKek.NEW;
import static io.columnseal.test.LeakedKek.OLD;
import static io.columnseal.test.LeakedKek.OLD_ID;
import static io.columnseal.test.LeakedKek.builder;
import static io.columnseal.test.LeakedKek.rotated;
import static io.columnseal.test.LeakedKek.sealOne;
import static io.columnseal.test.LeakedKek.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.key.Approval;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KekCompromiseReport;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.KeyState;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.WrappedKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which KEK is answered as leaked, under which name, and for whom. */
class KekCompromiseRefusalTest {

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private KeyId exposed;

    @BeforeEach
    void sealUnderTheOldKek() {
        exposed = sealOne(store);
    }

    @Test
    void isRefusedWhileNewKeysAreWrappedUnderIt() {
        List<DataKeyRow> before = store.rows();
        try (ColumnSeal seal = start(LocalKms.fromHex(OLD).withPrevious(NEW), store)) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"))
                    .withMessageContaining(OLD_ID)
                    .withMessageContaining("previous");
        }
        assertThat(store.rows()).containsExactlyInAnyOrderElementsOf(before);
    }

    /** As AWS does with an alias or a bare id, Azure and Google with a key without a version. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isRefusedWhileTheLeakedKekIsCurrentUnderANameThatTheServiceHasNotToldYet(boolean describes) {
        try (ColumnSeal seal = start(new LateNamedKms(LocalKms.fromHex(OLD), describes), store)) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"))
                    .withMessageContaining("previous");

            assertThat(seal.keys().info(exposed).state()).isEqualTo(KeyState.ACTIVE);
            assertThat(store.uses())
                    .filteredOn(entry -> entry.operation().equals("COMPROMISE_KEK"))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.success()).isFalse();
                        assertThat(entry.actor()).isEqualTo("j.doe");
                    });
        }
    }

    @Test
    void isRefusedWhileTheLeakedKekIsATenantsCurrentOne() {
        Kms own = new LateNamedKms(LocalKms.fromHex(OLD), true);
        ColumnSealBuilder builder = builder(rotated(), store)
                .tenantKms("own", own)
                .kekResolver(tenant -> tenant.equals("clinic-1") ? "own" : null);
        try (ColumnSeal seal = builder.build()) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"));
        }
    }

    /** Its tenant's keys are wrapped by nobody meanwhile; all others must not wait. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void concernsATenantsKmsThatIsDownOnlyIfItsNameIsThatOfTheLeakedKek(boolean isNamed) {
        AtomicBoolean isResolved = new AtomicBoolean();
        Kms down = new ForwardingKms(LocalKms.fromHex(OLD)) {
            @Override
            public String kekId() {
                // At the start nobody knew what the alias means
                return isResolved.get() ? super.kekId() : "alias/columnseal";
            }

            @Override
            public boolean knows(String kekId) {
                throw new KmsUnavailableException(kekId, "down", null);
            }
        };
        ColumnSealBuilder builder = builder(rotated(), store)
                .tenantKms("own", down)
                .kekResolver(tenant -> tenant.equals("clinic-9") ? "own" : null);
        try (ColumnSeal seal = builder.build()) {
            isResolved.set(isNamed);
            if (isNamed) {
                assertThatExceptionOfType(ConfigurationException.class)
                        .isThrownBy(() -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"));
            } else {
                assertThat(seal.keks()
                                .markCompromised(OLD_ID, "j.doe", "leaked")
                                .marked())
                        .extracting(KeyInfo::id)
                        .containsExactly(exposed);
            }
        }
    }

    @Test
    void isRefusedWhileTheLeakedKekIsCurrentUnderAnotherNameOfIt() {
        InMemoryDataKeyStore table = new InMemoryDataKeyStore();
        try (ColumnSeal seal = start(new ReplicaKms("us", LocalKms.fromHex(OLD)), table)) {
            seal.keys().initialize("clinic-1", "j.doe");

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> seal.keks().markCompromised("eu/" + OLD_ID, "j.doe", "leaked"));
        }
    }

    /** As replicas of a key in several regions have. */
    @Test
    void marksWhatTheKekWrappedUnderAnotherNameOfIt() {
        InMemoryDataKeyStore table = new InMemoryDataKeyStore();
        try (ColumnSeal seal = start(new ReplicaKms("us", LocalKms.fromHex(OLD)), table)) {
            seal.keys().initialize("clinic-1", "j.doe");
            seal.keys().initialize("clinic-2", "j.doe");
        }
        Kms current = new ReplicaKms("eu", rotated());
        try (ColumnSeal seal = start(current, table)) {
            seal.keks().rewrap("clinic-2", "j.doe", "moved");

            KekCompromiseReport report = seal.keks().markCompromised("eu/" + OLD_ID, "j.doe", "leaked");

            assertThat(report.marked()).extracting(KeyInfo::tenant).containsExactlyInAnyOrder("clinic-1", "clinic-2");
            assertThat(report.complete()).isTrue();
        }
    }

    /** A mistyped version of a key that a KMS knows is known, too. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isRefusedForAKekThatNoRowAndNoEntryNames(boolean isKnown) {
        Kms kms = new ForwardingKms(rotated()) {
            @Override
            public boolean knows(String kekId) {
                return isKnown || super.knows(kekId);
            }
        };
        try (ColumnSeal seal = start(kms, store)) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> seal.keks().markCompromised("local:mistyped", "j.doe", "leaked"))
                    .withMessageContaining("local:mistyped")
                    .withMessageContaining("status()");
        }
    }

    @Test
    void isRefusedWhileItWrapsKeysThatNoKmsOpens() {
        // The SYSTEM key and all else but one key were moved
        try (ColumnSeal seal = start(rotated(), store)) {
            seal.keks().rewrap("j.doe", "yearly rotation");
        }
        try (ColumnSeal seal = start(LocalKms.fromHex(OLD).withPrevious(NEW), store)) {
            seal.keys().initialize("clinic-2", "j.doe");
        }
        try (ColumnSeal seal = start(LocalKms.fromHex(NEW), store)) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"))
                    .withMessageContaining("previous");
        }
    }

    /** Its keys were suspended when it was answered, and it is no longer configured when they come back. */
    @Test
    void marksWhatComesBackAfterTheKekWasTakenOutOfTheConfiguration() {
        try (ColumnSeal seal = start(rotated(), store)) {
            seal.keys().suspend(exposed, "j.doe", "an inquiry");
            assertThat(seal.keks().markCompromised(OLD_ID, "j.doe", "leaked").complete())
                    .isFalse();
        }
        try (ColumnSeal seal = start(LocalKms.fromHex(NEW), store)) {
            seal.keys().resume(exposed, "j.doe", "closed");

            assertThat(seal.keks().markCompromised(OLD_ID, "j.doe", "leaked").complete())
                    .isTrue();
            assertThat(seal.keys().info(exposed).state()).isEqualTo(KeyState.COMPROMISED);
        }
    }

    @Test
    void asksNoKmsOnBehalfOfSomebodyWhoMayNot() {
        ColumnSealBuilder builder = builder(LocalKms.fromHex(OLD), store)
                .keyAuthorizer(access -> access.operation() != KeyOperation.COMPROMISE_KEK);
        try (ColumnSeal seal = builder.build()) {
            assertThatExceptionOfType(KeyOperationRefusedException.class)
                    .isThrownBy(() -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyOperation.class,
            names = {"COMPROMISE_KEK", "COMPROMISE", "REWRAP", "ROTATE", "ROTATE_ALL", "ROTATE_INDEX", "ROTATE_FILES"})
    void takesTwoPeopleWhereItOrAPartOfItDoes(KeyOperation configured) {
        try (ColumnSeal seal =
                builder(rotated(), store).dualControl(Set.of(configured)).build()) {
            KeyOperationRefusedException refused = catchThrowableOfType(
                    KeyOperationRefusedException.class, () -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"));
            assertThat(seal.keys().info(exposed).state()).isEqualTo(KeyState.ACTIVE);

            Approval request = seal.keys().approvals().request(refused, "j.doe", "leaked");
            seal.keys().approvals().approve(request.id(), "a.smith", "seen it");

            assertThat(seal.keks().markCompromised(OLD_ID, "j.doe", "leaked").complete())
                    .isTrue();
        }
    }

    /** Has its KEK's name from the service, which was not asked yet. */
    private static final class LateNamedKms extends ForwardingKms {

        private final boolean describes;
        private volatile boolean named;

        LateNamedKms(Kms kms, boolean describes) {
            super(kms);
            this.describes = describes;
        }

        @Override
        public String kekId() {
            return named ? super.kekId() : "alias/columnseal";
        }

        /** Policies allow calls for one environment only. */
        @Override
        public GeneratedDataKey generateDataKey(EncryptionContext context) {
            assertThat(context.entries()).containsEntry("environment", Environment.TEST.name());
            named = true;
            return super.generateDataKey(context);
        }

        @Override
        public KekDescription describe() {
            named = named || describes;
            return describes
                    ? new KekDescription(kekId(), KekDescription.Status.ENABLED, null)
                    : KekDescription.unknown(kekId());
        }
    }

    /** Names its KEKs by the region that it is in, and opens what was wrapped in any of them. */
    private static final class ReplicaKms extends ForwardingKms {

        private final String region;

        ReplicaKms(String region, Kms kms) {
            super(kms);
            this.region = region;
        }

        private static String id(String kekId) {
            return kekId.substring(kekId.indexOf('/') + 1);
        }

        @Override
        public String kekId() {
            return region + "/" + super.kekId();
        }

        @Override
        public boolean knows(String kekId) {
            return super.knows(id(kekId));
        }

        @Override
        public boolean isSameKek(String kekId, String other) {
            return id(kekId).equals(id(other));
        }

        @Override
        public GeneratedDataKey generateDataKey(EncryptionContext context) {
            GeneratedDataKey generated = super.generateDataKey(context);
            return new GeneratedDataKey(generated.plaintext(), here(generated.wrapped()));
        }

        @Override
        public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
            return here(super.wrap(dataKey, context));
        }

        @Override
        public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
            return super.unwrap(new WrappedKey(id(wrappedKey.kekId()), wrappedKey.bytes()), context);
        }

        private WrappedKey here(WrappedKey wrapped) {
            return new WrappedKey(region + "/" + wrapped.kekId(), wrapped.bytes());
        }
    }
}
