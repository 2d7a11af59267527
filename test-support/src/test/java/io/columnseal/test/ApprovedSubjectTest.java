package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.KeyOperationRefusedException.Refusal;
import io.columnseal.Storage;
import io.columnseal.backup.Backups;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.key.Approval;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyAccess;
import io.columnseal.key.KeyAuthorizer;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyOperation;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.KeyDestruction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An approval holds for the one thing that it was given for, and whoever decides about it is told which. */
class ApprovedSubjectTest {

    private static final String OLD_KEK = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String NEW_KEK = "8f1d5a3c27e94b60d2c81f7eab3459061c7de2f0439b58a6ff0274cd61b38e95";
    private static final String OTHER_KEK = "9f1d5a3c27e94b60d2c81f7eab3459061c7de2f0439b58a6ff0274cd61b38e95";
    private static final String TENANT = "clinic-1";

    @TempDir
    Path temporary;

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final List<KeyAccess> asked = new ArrayList<>();
    private final List<ColumnSeal> opened = new ArrayList<>();
    private KeyAuthorizer authorizer = KeyAuthorizer.EVERYBODY;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @AfterEach
    void close() {
        opened.forEach(ColumnSeal::close);
    }

    @Test
    void restoresTheApprovedBackupOnlyAndTheApprovedKeys() throws IOException {
        ColumnSeal seal = seal(KeyOperation.RESTORE);
        KeyId key = seal.keys().initialize(TENANT, "j.doe").id();
        Backups backups = seal.backups(temporary.resolve("backups"));
        backups.create("old", "j.doe", "upgrade");
        now = now.plusSeconds(60);
        backups.create("new", "j.doe", "upgrade");
        seal.keys().shred(TENANT, "j.doe", "the wrong one");
        approve(seal, () -> backups.restore("new", "j.doe", "rows were deleted"));

        assertRefused(() -> backups.restore("old", "j.doe", "rows were deleted"));
        assertRefused(() -> backups.restore("new", Set.of(key), "j.doe", "rows were deleted"));
        Path folder = temporary.resolve("backups");
        Path newer = fileOf("new", backups);
        Files.move(newer, folder.resolve("aside"));
        Files.copy(fileOf("old", backups), newer, StandardCopyOption.COPY_ATTRIBUTES);
        assertRefused(() -> backups.restore("new", "j.doe", "rows were deleted"));
        Files.move(folder.resolve("aside"), newer, StandardCopyOption.REPLACE_EXISTING);

        assertThat(backups.restore("new", "j.doe", "rows were deleted").destroyedSince())
                .containsExactly(key);
        approve(seal, () -> backups.restore("new", Set.of(key), "j.doe", "the wrong tenant was shredded"));
        assertThat(store.approvals().findAll(List.of(Approval.State.APPROVED)))
                .extracting(stored -> stored.approval().subject())
                .singleElement()
                .asString()
                .contains("backup new taken 2026-01-01T00:01:00Z", key.toString());
        assertThat(backups.restore("new", Set.of(key), "j.doe", "the wrong tenant was shredded")
                        .destroyedSince())
                .isEmpty();
    }

    private static Path fileOf(String name, Backups backups) {
        return backups.list().stream()
                .filter(backup -> backup.name().equals(name))
                .findFirst()
                .orElseThrow()
                .file();
    }

    @Test
    void removesNoBackupsWhereMakingOneWasApproved() {
        ColumnSeal seal = seal(KeyOperation.BACKUP);
        seal.keys().initialize(TENANT, "j.doe");
        Backups backups = seal.backups(temporary.resolve("backups"));
        for (int i = 0; i < 2; i++) {
            now = now.plusSeconds(60);
            approve(seal, () -> backups.create("j.doe", "nightly"));
            now = now.plusSeconds(60);
            backups.create("j.doe", "nightly");
        }
        now = now.plusSeconds(60);
        approve(seal, () -> backups.create("j.doe", "nightly"));

        assertRefused(() -> backups.keepNewest(1, "j.doe", "nightly"));
        approve(seal, () -> backups.keepNewest(1, "j.doe", "nightly"));
        assertRefused(() -> backups.create("before-upgrade", "j.doe", "upgrade"));
        assertThat(backups.keepNewest(1, "j.doe", "nightly")).hasSize(1);
        backups.create("j.doe", "nightly");
    }

    @Test
    void rewrapsUnderTheApprovedKekOnly() {
        ColumnSeal old = open(LocalKms.fromHex(OLD_KEK), KeyOperation.REWRAP);
        old.keys().initialize(TENANT, "j.doe");
        ColumnSeal seal = open(LocalKms.fromHex(NEW_KEK).withPrevious(OLD_KEK), KeyOperation.REWRAP);
        approve(seal, () -> seal.keks().rewrap("j.doe", "yearly"));

        ColumnSeal other = open(LocalKms.fromHex(OTHER_KEK).withPrevious(OLD_KEK), KeyOperation.REWRAP);
        assertRefused(() -> other.keks().rewrap("j.doe", "yearly"));
        assertRefused(() -> seal.keks().rewrap(TENANT, "j.doe", "yearly"));
        assertThat(seal.keks().rewrap("j.doe", "yearly").complete()).isTrue();
    }

    @Test
    void answersTheLeakOfTheApprovedKekOnly() {
        ColumnSeal old = open(LocalKms.fromHex(OLD_KEK), KeyOperation.ROTATE);
        old.keys().initialize(TENANT, "j.doe");
        ColumnSeal seal = open(LocalKms.fromHex(NEW_KEK).withPrevious(OLD_KEK, OTHER_KEK), KeyOperation.COMPROMISE_KEK);
        String leaked = LocalKms.fromHex(OLD_KEK).kekId();
        Approval other = seal.keys()
                .approvals()
                .request(
                        KeyOperation.COMPROMISE_KEK,
                        null,
                        null,
                        LocalKms.fromHex(OTHER_KEK).kekId(),
                        "j.doe",
                        "in a repository");
        seal.keys().approvals().approve(other.id(), "a.smith", "seen it");

        assertRefused(() -> seal.keks().markCompromised(leaked, "j.doe", "in a repository"));
        assertThat(approve(seal, () -> seal.keks().markCompromised(leaked, "j.doe", "in a repository"))
                        .subject())
                .isEqualTo(leaked);
        assertThat(seal.keks()
                        .markCompromised(leaked, "j.doe", "in a repository")
                        .marked())
                .hasSize(1);
    }

    @Test
    void forgetsTheApprovedColumnOnly() {
        ColumnSeal seal = seal(KeyOperation.FORGET_COLUMN);
        seal.columns().register(List.of(column("ssn"), column("name")));
        KeyDestruction destruction =
                seal.keyDestruction(H2Database.dataSource(), new ColumnCatalogue("clinic", List.of()));
        approve(seal, () -> destruction.forget("clinic", "patient_AUD", "ssn", "j.doe", "dropped"));

        assertRefused(() -> destruction.forget("clinic", "patient_AUD", "name", "j.doe", "dropped"));
        destruction.forget("clinic", "patient_AUD", "ssn", "j.doe", "dropped");
        assertThat(store.uses()).last().satisfies(entry -> {
            assertThat(entry.success()).isTrue();
            assertThat(entry.context()).isEqualTo("clinic: patient_AUD.ssn");
        });
    }

    private static RegisteredColumn column(String name) {
        return new RegisteredColumn(
                "clinic",
                "Patient",
                name,
                "patient_AUD",
                name,
                "patient." + name,
                "field",
                "text",
                Storage.BINARY,
                List.of(),
                List.of());
    }

    /** Whose values are gone by one person must not depend on the name of the operation. */
    @Test
    void shredsByTwoPeopleWhereDestroyingTakesThem() {
        ColumnSeal seal = seal(KeyOperation.DESTROY);
        seal.keys().initialize(TENANT, "j.doe");

        assertRefused(() -> seal.keys().shred(TENANT, "j.doe", "article 17"));
        approve(seal, () -> seal.keys().shred(TENANT, "j.doe", "article 17"));
        assertThat(seal.keys().shred(TENANT, "j.doe", "article 17")).hasSize(1);
    }

    @Test
    void tellsTheAuthorizerWhatIsRequestedAndApproved() {
        ColumnSeal seal = seal(KeyOperation.SHRED, KeyOperation.ROTATE, KeyOperation.RESTORE);
        authorizer = access -> access.requested() != KeyOperation.SHRED;
        Approval request =
                seal.keys().approvals().request(KeyOperation.RESTORE, null, null, "backup x", "j.doe", "lost");
        seal.keys().approvals().approve(request.id(), "a.smith", "as agreed");
        seal.keys().approvals().reject(request.id(), "a.smith", "not now");

        assertThat(asked)
                .filteredOn(access -> access.operation() != KeyOperation.INITIALIZE)
                .allSatisfy(access -> {
                    assertThat(access.requested()).isEqualTo(KeyOperation.RESTORE);
                    assertThat(access.subject()).isEqualTo("backup x");
                })
                .extracting(KeyAccess::operation)
                .containsExactly(KeyOperation.REQUEST, KeyOperation.APPROVE, KeyOperation.REJECT);
        assertThatExceptionOfType(KeyOperationRefusedException.class)
                .isThrownBy(
                        () -> seal.keys().approvals().request(KeyOperation.SHRED, TENANT, null, "j.doe", "article 17"))
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NOT_PERMITTED));
        assertThat(seal.keys().approvals().open()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"RESTORE", "REWRAP", "COMPROMISE_KEK", "FORGET_COLUMN", "ARCHIVE_LOG", "OPEN_VALUE", "OPEN_FILE"})
    void takesNoRequestThatDoesNotSayOfWhat(KeyOperation operation) {
        ColumnSeal seal = seal(operation);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> seal.keys().approvals().request(operation, null, null, "j.doe", "as agreed"))
                .withMessageContaining(operation.name());
    }

    @Test
    void archivesTheLogAsApprovedOnly() {
        ColumnSeal seal = seal(KeyOperation.ARCHIVE_LOG);
        now = now.plusSeconds(60);
        Instant before = now;
        approve(seal, () -> seal.audit().archive(temporary, before, "j.doe", "yearly"));
        now = now.plusSeconds(60);

        assertRefused(() -> seal.audit().archive(temporary, now, "j.doe", "yearly"));
        assertThat(temporary).isEmptyDirectory();
        assertThat(seal.audit().archive(temporary, before, "j.doe", "yearly").file())
                .exists();
    }

    @Test
    void archivesAndShowsNothingInSomebodyElsesName() {
        ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(new TestKms())
                .borrowedKeyStore(store)
                .actorResolver(() -> "j.doe")
                .keyAuthorizer(access -> access.operation() != KeyOperation.OPEN_FILE)
                .build();
        opened.add(seal);
        KeyId key = seal.keys().initialize(TENANT, "j.doe").id();
        Instant later = Instant.now().plusSeconds(60);

        assertRefused(Refusal.ACTOR, () -> seal.audit().archive(temporary, later, "a.smith", "yearly"));
        assertRefused(
                Refusal.ACTOR,
                () -> seal.audit().opened(FieldContext.of(TENANT, "patient.ssn"), key, "a.smith", "ticket 4711"));
        assertRefused(
                Refusal.NOT_PERMITTED,
                () -> seal.audit().openedFile(TENANT, "patient.scan", key, "j.doe", "ticket 4711"));
        assertThat(temporary).isEmptyDirectory();
        assertThat(store.uses())
                .filteredOn(entry ->
                        Set.of("ARCHIVE_LOG", "OPEN_VALUE", "OPEN_FILE").contains(entry.operation()))
                .hasSize(3)
                .allSatisfy(entry -> {
                    assertThat(entry.success()).isFalse();
                    assertThat(entry.actor()).isEqualTo("j.doe");
                });
        seal.audit().opened(FieldContext.of(TENANT, "patient.ssn"), key, "j.doe", "ticket 4711");
        assertThat(store.uses())
                .last()
                .satisfies(entry -> assertThat(entry.success()).isTrue());
    }

    private ColumnSeal seal(KeyOperation... dual) {
        return open(LocalKms.fromHex(OLD_KEK), dual);
    }

    private ColumnSeal open(LocalKms kms, KeyOperation... dual) {
        ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .borrowedKeyStore(store)
                .dualControl(EnumSet.copyOf(List.of(dual)))
                .keyAuthorizer(access -> {
                    asked.add(access);
                    return authorizer.permits(access);
                })
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .build();
        opened.add(seal);
        return seal;
    }

    /** Requests what is refused, and has a second person approve it. */
    private static Approval approve(ColumnSeal seal, ThrowingCallable operation) {
        KeyOperationRefusedException refused = catchThrowableOfType(KeyOperationRefusedException.class, operation);
        Approval request = seal.keys().approvals().request(refused, "j.doe", "as agreed");
        return seal.keys().approvals().approve(request.id(), "a.smith", "as agreed");
    }

    private static void assertRefused(ThrowingCallable operation) {
        assertRefused(Refusal.NOT_APPROVED, operation);
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable operation) {
        assertThatExceptionOfType(KeyOperationRefusedException.class)
                .isThrownBy(operation)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }
}
