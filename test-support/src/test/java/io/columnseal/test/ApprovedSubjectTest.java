package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.columnseal.AuditException;
import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.KeyOperationRefusedException.Refusal;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.SealEvent;
import io.columnseal.Storage;
import io.columnseal.backup.Backups;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.file.FileContext;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.Approval;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyAccess;
import io.columnseal.key.KeyAuthorizer;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyOperation;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.RecoveryKey;
import io.columnseal.reencrypt.KeyDestruction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.function.UnaryOperator;
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
    private static final FieldContext SSN = FieldContext.of(TENANT, "patient.ssn");
    private static final String RECOVERY_FINGERPRINT =
            "d11bcfb2dbd33a54abf937bf8170c0ed25e8ae13472e67f02ef4cadcae550741";
    private static final String RECOVERY_KEY = """
            -----BEGIN PUBLIC KEY-----
            MIIBojANBgkqhkiG9w0BAQEFAAOCAY8AMIIBigKCAYEArcX0VV8B4mhoRrmwMTMW
            EwXDVFaCJW3bDQ+UIGy2vspAN1I3qwfj4BWS/NzvRXDCAZx3bPI9B0gkraJTARus
            qcm5FoY7oVw0AaNLHSpNXD94IjuKnXRp8htGuFefJ9Up2Zpedh3vplVJlXcqe/YZ
            MQKiDfLmETSM/eteVdLlO2NIcwjWXMkI9HzrnN/nRM6jROrk3Di4T54/IV/Bbktr
            Jwwv3dvEIDzYSLhnPD5/sg5XTtAr4YH72aO0Nf0KP7z3pJTCdHSqGrWY4slKSlGa
            tJ0YvHHkrHZnpjxsXQGeknQBGWp5a0jwAV8JmkeSwcV8eol8SMc8B902gpGAVN0v
            RneMD9MvmX8fqiRsvUOCQY1WFOTuNreYohkRahe1AbMUE++JeNhi4pQjrkEIIHY4
            g/IgPbo4IYOV1mxRY/tMBmpw5UBbbjDotWYWNnfab5FpmiqpVpZivqe0ZWbv58jc
            E2z56QBMyB86i7MBVO879AyQyZe1y653RR9lqW9aMY9zAgMBAAE=
            -----END PUBLIC KEY-----
            """;

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
        ColumnSeal escrowed = open(
                builder -> builder.recoveryKey(recoveryKey()),
                LocalKms.fromHex(NEW_KEK).withPrevious(OLD_KEK),
                KeyOperation.REWRAP);
        assertThat(assertRefused(() -> escrowed.keks().rewrap("j.doe", "yearly"))
                        .subject())
                .contains("the recovery key " + recoveryKey().fingerprint());
        assertRefused(() -> seal.keks().rewrap(TENANT, "j.doe", "yearly"));
        assertThat(seal.keks().rewrap("j.doe", "yearly").complete()).isTrue();
    }

    /** On a node that has asked the common service nothing since its start, the approval is for the same. */
    @Test
    void answersALeakUnderKeksAsTheirServicesNameThem() {
        LocalKms common = LocalKms.fromHex(OTHER_KEK);
        LocalKms leaked = LocalKms.fromHex(OLD_KEK);
        withTenantKms(common, leaked, KeyOperation.ROTATE).keys().initialize(TENANT, "j.doe");
        ColumnSeal seal = withTenantKms(
                new AliasedKms(common), LocalKms.fromHex(NEW_KEK).withPrevious(OLD_KEK), KeyOperation.COMPROMISE_KEK);

        KeyOperationRefusedException refused =
                assertRefused(() -> seal.keks().markCompromised(leaked.kekId(), "j.doe", "in a repository"));

        assertThat(refused.subject()).contains(common.kekId()).doesNotContain("alias/");
    }

    private ColumnSeal withTenantKms(Kms common, Kms own, KeyOperation dual) {
        ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(common)
                .tenantKms("own", own)
                .kekResolver(tenant -> "own")
                .borrowedKeyStore(store)
                .dualControl(Set.of(dual))
                .build();
        opened.add(seal);
        return seal;
    }

    /** Goes by an alias until the service is asked what that means. */
    private static final class AliasedKms extends ForwardingKms {

        private final Kms kms;
        private volatile boolean asked;

        AliasedKms(Kms kms) {
            super(kms);
            this.kms = kms;
        }

        @Override
        public String kekId() {
            return asked ? kms.kekId() : "alias/clinic";
        }

        @Override
        public KekDescription describe() {
            asked = true;
            return kms.describe();
        }
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
                        LocalKms.fromHex(OTHER_KEK).kekId() + ", replaced by "
                                + LocalKms.fromHex(NEW_KEK).kekId(),
                        "j.doe",
                        "in a repository");
        seal.keys().approvals().approve(other.id(), "a.smith", "seen it");

        assertRefused(() -> seal.keks().markCompromised(leaked, "j.doe", "in a repository"));
        assertThat(approve(seal, () -> seal.keks().markCompromised(leaked, "j.doe", "in a repository"))
                        .subject())
                .isEqualTo(leaked + ", replaced by " + LocalKms.fromHex(NEW_KEK).kekId());
        ColumnSeal elsewhere =
                open(LocalKms.fromHex(OTHER_KEK).withPrevious(OLD_KEK, NEW_KEK), KeyOperation.COMPROMISE_KEK);
        assertRefused(() -> elsewhere.keks().markCompromised(leaked, "j.doe", "in a repository"));
        ColumnSeal escrowed = open(
                builder -> builder.recoveryKey(recoveryKey()),
                LocalKms.fromHex(NEW_KEK).withPrevious(OLD_KEK, OTHER_KEK),
                KeyOperation.COMPROMISE_KEK);
        assertRefused(() -> escrowed.keks().markCompromised(leaked, "j.doe", "in a repository"));
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
        assertRefused(Refusal.ACTOR, () -> seal.audit().opened(SSN, key, new byte[1], "a.smith", "ticket 4711"));
        assertRefused(
                Refusal.NOT_PERMITTED,
                () -> seal.audit().openedFile(TENANT, "patient.scan", key, new byte[1], "j.doe", "ticket 4711"));
        assertThat(temporary).isEmptyDirectory();
        assertThat(store.uses())
                .filteredOn(entry ->
                        Set.of("ARCHIVE_LOG", "OPEN_VALUE", "OPEN_FILE").contains(entry.operation()))
                .hasSize(3)
                .allSatisfy(entry -> {
                    assertThat(entry.success()).isFalse();
                    assertThat(entry.actor()).isEqualTo("j.doe");
                });
        seal.audit().opened(SSN, key, new byte[1], "j.doe", "ticket 4711");
        assertThat(store.uses())
                .last()
                .satisfies(entry -> assertThat(entry.success()).isTrue());
    }

    @Test
    void showsTheApprovedValueOnly() {
        ColumnSeal seal = seal(KeyOperation.OPEN_VALUE);
        byte[] value = seal.fields().encrypt(SSN, "123-45-6789".getBytes(StandardCharsets.UTF_8));
        byte[] other = seal.fields().encrypt(SSN, "123-45-6789".getBytes(StandardCharsets.UTF_8));
        KeyId key = seal.keys().history(TENANT).get(0).id();
        String subject = approve(seal, () -> seal.audit().opened(SSN, key, value, "j.doe", "ticket 4711"))
                .subject();

        assertThat(subject).matches("patient\\.ssn with SHA-256 [0-9a-f]{64}");
        assertRefused(() -> seal.audit().opened(SSN, key, other, "j.doe", "ticket 4711"));
        seal.audit().opened(SSN, key, value, "j.doe", "ticket 4711");
        assertThat(store.uses()).last().satisfies(entry -> {
            assertThat(entry.success()).isTrue();
            assertThat(entry.context()).isEqualTo(subject);
        });
    }

    @Test
    void opensTheApprovedFileOnly() throws IOException {
        ColumnSeal seal = seal(KeyOperation.OPEN_FILE);
        FileContext scan = FileContext.of(TENANT, "patient.scan");
        Path plain = Files.writeString(temporary.resolve("plain"), "MR scan");
        Path approved = temporary.resolve("approved");
        Path other = temporary.resolve("other");
        seal.files().seal(scan, plain, approved);
        seal.files().seal(scan, plain, other);
        Path opened = temporary.resolve("opened");
        approve(seal, () -> openByHand(seal, scan, approved, opened));
        seal.keys().rotateFiles(TENANT, "j.doe", "yearly");

        assertRefused(() -> openByHand(seal, scan, other, opened));
        assertThat(opened).doesNotExist();
        openByHand(seal, scan, approved, opened);
        assertThat(opened).hasContent("MR scan");
    }

    private static void openByHand(ColumnSeal seal, FileContext context, Path sealed, Path opened) throws IOException {
        seal.files()
                .open(
                        context,
                        sealed,
                        opened,
                        done -> {},
                        file -> seal.audit()
                                .openedFile(
                                        TENANT, context.name(), file.key(), file.bodyHeader(), "j.doe", "ticket 4711"));
    }

    /** The table of requests can be edited, the log cannot. */
    @Test
    void keepsADigestInTheLogOfASubjectThatIsTooLongForIt() {
        ColumnSeal seal = seal(KeyOperation.FORGET_COLUMN);
        String beginning = "clinic: " + "a".repeat(300);
        List.of(".ssn", ".name").forEach(column -> {
            Approval request = seal.keys()
                    .approvals()
                    .request(KeyOperation.FORGET_COLUMN, null, null, beginning + column, "j.doe", "dropped");
            seal.keys().approvals().approve(request.id(), "a.smith", "as agreed");
        });

        assertThat(store.uses())
                .filteredOn(entry -> Set.of("REQUEST", "APPROVE").contains(entry.operation()))
                .hasSize(4)
                .extracting(AccessLog.Entry::context)
                .allSatisfy(context -> assertThat(context)
                        .startsWith("FORGET_COLUMN ")
                        .contains(": clinic: aaa")
                        .matches(".*… with SHA-256 [0-9a-f]{64}"))
                .extracting(context -> context.substring(context.length() - 64))
                .satisfies(digests -> assertThat(Set.copyOf(digests)).hasSize(2));
    }

    @Test
    void takesNoRequestOfWhatNoApprovalHelps() {
        ColumnSeal seal = seal(KeyOperation.ROTATE);
        authorizer = access -> access.operation() != KeyOperation.ROTATE;
        KeyOperationRefusedException refused = catchThrowableOfType(
                KeyOperationRefusedException.class, () -> seal.keys().rotate(TENANT, "j.doe", "yearly"));

        assertThat(refused.refusal()).isEqualTo(Refusal.NOT_PERMITTED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> seal.keys().approvals().request(refused, "j.doe", "yearly"));
        List.of(KeyOperation.REQUEST, KeyOperation.APPROVE, KeyOperation.REJECT)
                .forEach(decision -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> seal.keys().approvals().request(decision, TENANT, null, "j.doe", "yearly")));
        assertThat(seal.keys().approvals().open()).isEmpty();
    }

    @Test
    void tellsListenersWhatWasRefused() {
        List<SealEvent> events = new ArrayList<>();
        ColumnSeal seal =
                open(builder -> builder.listener(events::add), LocalKms.fromHex(OLD_KEK), KeyOperation.REWRAP);
        assertRefused(() -> seal.keks().rewrap("j.doe", "yearly"));
        authorizer = access -> false;
        assertRefused(
                Refusal.NOT_PERMITTED,
                () -> seal.keys().approvals().request(KeyOperation.RESTORE, null, null, "backup x", "j.doe", "lost"));

        assertThat(events)
                .filteredOn(SealEvent.KeyOperationRefused.class::isInstance)
                .extracting(event -> (SealEvent.KeyOperationRefused) event)
                .extracting(SealEvent.KeyOperationRefused::subject, SealEvent.KeyOperationRefused::requested)
                .containsExactly(
                        tuple(LocalKms.fromHex(OLD_KEK).kekId(), null), tuple("backup x", KeyOperation.RESTORE));
    }

    @Test
    void tellsWhyAnArchiveFailedWhereTheLogIsAwayToo() {
        ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(new TestKms())
                .borrowedKeyStore(new ForwardingStore(store) {
                    @Override
                    public AccessLog accessLog() {
                        return new ForwardingLog(super.accessLog()) {
                            @Override
                            public void append(List<Entry> entries, AccessLogChain chain) {
                                if (entries.get(0).operation().equals("ARCHIVE_LOG")) {
                                    throw new KeyStoreUnavailableException("append", null);
                                }
                                super.append(entries, chain);
                            }
                        };
                    }
                })
                .build();
        opened.add(seal);

        assertThatExceptionOfType(AuditException.class)
                .isThrownBy(() -> seal.audit().archive(temporary, Instant.EPOCH, "j.doe", "yearly"))
                .satisfies(error -> assertThat(error.getSuppressed())
                        .singleElement()
                        .isInstanceOf(KeyStoreUnavailableException.class));
    }

    private ColumnSeal seal(KeyOperation... dual) {
        return open(LocalKms.fromHex(OLD_KEK), dual);
    }

    private ColumnSeal open(LocalKms kms, KeyOperation... dual) {
        return open(builder -> builder, kms, dual);
    }

    private ColumnSeal open(UnaryOperator<ColumnSealBuilder> configuration, LocalKms kms, KeyOperation... dual) {
        ColumnSealBuilder builder = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .borrowedKeyStore(store)
                .dualControl(EnumSet.copyOf(List.of(dual)))
                .keyAuthorizer(access -> {
                    asked.add(access);
                    return authorizer.permits(access);
                })
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC));
        ColumnSeal seal = configuration.apply(builder).build();
        opened.add(seal);
        return seal;
    }

    private static RecoveryKey recoveryKey() {
        return RecoveryKey.fromPem(RECOVERY_KEY, RECOVERY_FINGERPRINT);
    }

    /** Requests what is refused, and has a second person approve it. */
    private static Approval approve(ColumnSeal seal, ThrowingCallable operation) {
        KeyOperationRefusedException refused = catchThrowableOfType(KeyOperationRefusedException.class, operation);
        Approval request = seal.keys().approvals().request(refused, "j.doe", "as agreed");
        return seal.keys().approvals().approve(request.id(), "a.smith", "as agreed");
    }

    private static KeyOperationRefusedException assertRefused(ThrowingCallable operation) {
        return assertRefused(Refusal.NOT_APPROVED, operation);
    }

    private static KeyOperationRefusedException assertRefused(Refusal refusal, ThrowingCallable operation) {
        KeyOperationRefusedException refused = catchThrowableOfType(KeyOperationRefusedException.class, operation);
        assertThat(refused).isNotNull();
        assertThat(refused.refusal()).isEqualTo(refusal);
        return refused;
    }
}
