package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.key.Approval;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KekStatus;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.RewrapReport;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import io.columnseal.test.kms.VersionedKeys;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@link Kms} keeps whose keys have versions: a wrapped key names the one that wrapped it. */
public abstract class KmsVersionsContract {

    private static final int DATA_KEY_BYTES = 32;
    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("test", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private final InMemoryDataKeyStore rows = new InMemoryDataKeyStore();
    private VersionedKeys service;
    private String key;

    /** Starts a service without keys; closed after each test. */
    protected abstract VersionedKeys startService();

    /** A KMS that wraps by the newest version of one key and unwraps by others as well. */
    protected abstract Kms open(String key, List<String> previousKeys);

    /** The setting that names the others. */
    protected abstract String previousKeysSetting();

    /** Names of keys and versions that are none of this key, made of its name and that of its version. */
    protected abstract List<String> strangers(String key, String version);

    @BeforeEach
    final void start() {
        service = startService();
        key = service.createWrappingKey("columnseal");
    }

    @AfterEach
    final void stop() {
        service.close();
    }

    @Test
    final void storesTheVersionThatWrapped() {
        try (Kms kms = open(key, List.of())) {
            assertThat(generate(kms).kekId()).startsWith(key + "/").isEqualTo(kms.kekId());
        }
    }

    @Test
    final void wrapsUnderANewVersionAtOnceAndStillUnwrapsUnderTheFormerOne() {
        try (Kms kms = open(key, List.of())) {
            WrappedKey wrapped = generate(kms);
            String newVersion = service.rotate(key);
            WrappedKey rewrapped = kms.rewrap(wrapped, CONTEXT);

            assertThat(rewrapped.kekId()).isEqualTo(newVersion).isEqualTo(kms.kekId());
            assertThat(kms.unwrap(rewrapped, CONTEXT)).isEqualTo(kms.unwrap(wrapped, CONTEXT));
            service.disable(wrapped.kekId());
            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsKeyDisabledException.class);
            assertThat(kms.unwrap(rewrapped, CONTEXT)).hasSize(DATA_KEY_BYTES);
        }
    }

    @Test
    final void unwrapsUnderFormerKeysThatAreListedAndNoOthers() {
        String formerKey = service.createWrappingKey("former");
        WrappedKey wrapped;
        try (Kms former = open(formerKey, List.of())) {
            wrapped = generate(former);
        }
        try (Kms kms = open(key, List.of(formerKey));
                Kms unaware = open(key, List.of())) {
            int before = service.requests();
            assertThatThrownBy(() -> unaware.unwrap(wrapped, CONTEXT))
                    .isInstanceOf(KmsKeyNotFoundException.class)
                    .hasMessageContaining(previousKeysSetting());
            assertThat(service.requests()).isEqualTo(before);
            assertThat(kms.rewrap(wrapped, CONTEXT).kekId()).startsWith(key + "/");
        }
    }

    @Test
    final void asksForNothingThatARowNamesOutsideOfItsKeys() {
        try (Kms kms = open(key, List.of())) {
            WrappedKey wrapped = generate(kms);
            int before = service.requests();
            for (String stranger : strangers(key, wrapped.kekId())) {
                assertThatThrownBy(() -> kms.unwrap(new WrappedKey(stranger, wrapped.bytes()), CONTEXT))
                        .as(stranger)
                        .isInstanceOf(KmsKeyNotFoundException.class);
                assertThat(service.requests()).as(stranger).isEqualTo(before);
            }
        }
    }

    @Test
    final void describesItsKeyWithoutPermissionToo() {
        try (Kms kms = open(key, List.of())) {
            KekDescription description = kms.describe();

            assertThat(description.status()).isEqualTo(KekDescription.Status.ENABLED);
            assertThat(description.createdAt()).isNotNull();
            assertThat(description.kekId()).startsWith(key + "/");
            service.disable(description.kekId());
            assertThat(kms.describe().status()).isEqualTo(KekDescription.Status.DISABLED);
            service.denyGet();
            assertThat(kms.describe().status()).isEqualTo(KekDescription.Status.UNKNOWN);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    final void movesAllKeysToANewVersionThatNobodyHereHasWrappedUnderYet(boolean getDenied) {
        if (getDenied) {
            service.denyGet();
        }
        try (ColumnSeal seal = open(Set.of())) {
            seal.keys().initialize("clinic-1", "test");
            String newVersion = service.rotate(key);
            assertThat(seal.keks().status().outstanding()).isEqualTo(rows.rows().size());

            RewrapReport report = seal.keks().rewrap("j.doe", "quarterly");

            assertThat(report.rewrapped()).isEqualTo(rows.rows().size());
            assertThat(report.complete()).isTrue();
            assertThat(report.status().current()).isEqualTo(newVersion);
            assertThat(report.status().keys()).containsOnlyKeys(newVersion);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    final void aProcessThatHasWrappedNothingYetKnowsThatAllKeysAreWhereTheyBelong(boolean getDenied) {
        if (getDenied) {
            service.denyGet();
        }
        try (ColumnSeal seal = open(Set.of())) {
            seal.keys().initialize("clinic-1", "test");
        }
        try (ColumnSeal seal = open(Set.of())) {
            KekStatus status = seal.keks().status();

            assertThat(status.complete()).isTrue();
            assertThat(status.isUnused(status.current())).isFalse();
            assertThat(status.keys()).containsOnlyKeys(status.current());
            assertThat(seal.keks().rewrap("j.doe", "quarterly").rewrapped()).isZero();
        }
    }

    @Test
    final void anApprovalHoldsOnEveryNode() {
        try (ColumnSeal node = open(Set.of(KeyOperation.REWRAP))) {
            node.keys().initialize("clinic-1", "test");
            service.rotate(key);
            try (ColumnSeal other = open(Set.of(KeyOperation.REWRAP))) {
                KeyOperationRefusedException refused = catchThrowableOfType(
                        KeyOperationRefusedException.class, () -> other.keks().rewrap("j.doe", "quarterly"));
                Approval request = other.keys().approvals().request(refused, "j.doe", "quarterly");
                other.keys().approvals().approve(request.id(), "a.smith", "as agreed");
            }
            assertThat(node.keks().rewrap("j.doe", "quarterly").complete()).isTrue();
        }
    }

    @Test
    final void nobodySaysThatAllIsDoneWhileTheServiceDoesNotAnswer() {
        try (ColumnSeal seal = open(Set.of())) {
            seal.keys().initialize("clinic-1", "test");
            service.rotate(key);
            service.meet(KmsFault.FAILING);

            assertThatThrownBy(() -> seal.keks().status()).isInstanceOf(KmsUnavailableException.class);
            assertThatThrownBy(() -> seal.keks().rewrap("j.doe", "quarterly"))
                    .isInstanceOf(KmsUnavailableException.class);
        }
    }

    private ColumnSeal open(Set<KeyOperation> takingTwo) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(open(key, List.of()))
                .borrowedKeyStore(rows)
                .dualControl(takingTwo)
                .build();
    }

    private static WrappedKey generate(Kms kms) {
        try (GeneratedDataKey generated = kms.generateDataKey(CONTEXT)) {
            return generated.wrapped();
        }
    }
}
