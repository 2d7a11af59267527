package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.Storage;
import io.columnseal.backup.Backups;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.key.Approval;
import io.columnseal.key.FileDataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyAccess;
import io.columnseal.key.KeyAuthorizer;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.KeyState;
import io.columnseal.key.Keys;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.KeyDestruction;
import io.columnseal.reencrypt.KeyDestructionReport;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the code of docs/guides/key-management.md. */
class KeyManagementGuideTest {

    private static final String TENANT = "clinic-north";

    @TempDir
    static java.nio.file.Path folder;

    /** Files of the guide lie in the test's folder. */
    private static final class Path {

        static java.nio.file.Path of(String name) {
            return folder.resolve(name);
        }
    }

    private String told;

    @Test
    void operationsDoWhatTheGuideSays() {
        Set<KeyOperation> unattended = EnumSet.of(
                KeyOperation.ROTATE,
                KeyOperation.ROTATE_FILES,
                KeyOperation.ROTATE_INDEX,
                KeyOperation.BACKUP,
                KeyOperation.ERASE);
        KeyAuthorizer authorizer = access -> access.actor().equals("system")
                ? unattended.contains(access.operation())
                : access.operation() == KeyOperation.ROTATE
                        || (isKeyOfficer(access.actor()) && access.requested() != KeyOperation.SHRED);
        try (ColumnSeal seal = builder().keyAuthorizer(authorizer).build()) {
            Keys keys = seal.keys();
            keys.rotate("clinic-north", keys.currentActor(), "quarterly rotation");

            KeyId keyId = keys.history(TENANT).get(0).id();
            keys.markCompromised(keyId, "j.doe", "found in a core dump");

            assertThat(keys.history(TENANT))
                    .extracting(KeyInfo::state)
                    .containsExactly(KeyState.ACTIVE, KeyState.COMPROMISED);
            assertThat(authorizer.permits(
                            new KeyAccess(KeyOperation.APPROVE, "j.doe", "", TENANT, null, null, KeyOperation.SHRED)))
                    .isFalse();
            assertThat(authorizer.permits(new KeyAccess(KeyOperation.SHRED, "system", "", TENANT, null, null, null)))
                    .isFalse();
        }
    }

    @Test
    void twoPeopleDoWhatTheGuideSays() {
        try (ColumnSeal seal = builder()
                .dualControl(EnumSet.of(KeyOperation.SHRED, KeyOperation.RESTORE))
                .build()) {
            Keys keys = seal.keys();
            keys.initialize(TENANT, "j.doe");
            Backups backups = seal.backups(Path.of("backups"));
            backups.create("before-upgrade", "j.doe", "upgrade");

            Approval request =
                    keys.approvals().request(KeyOperation.SHRED, "clinic-north", null, "j.doe", "article 17");
            keys.approvals().approve(request.id(), "a.smith", "contract checked");
            keys.shred("clinic-north", "j.doe", "article 17");

            assertThat(keys.history(TENANT)).extracting(KeyInfo::state).containsExactly(KeyState.DESTROYED);

            try {
                backups.restore("before-upgrade", "j.doe", "rows were deleted");
            } catch (KeyOperationRefusedException refused) {
                Approval restore = keys.approvals().request(refused, "j.doe", "rows were deleted");
                tell("a.smith", restore.id(), restore.subject()); // "backup before-upgrade taken 2026-11-28T02:00:00Z"
            }

            assertThat(told).startsWith("backup before-upgrade taken 2");
        }
    }

    @Test
    void destructionDoesWhatTheGuideSays() {
        try (ColumnSeal seal = builder().build();
                EntityManagerFactory entityManagerFactory = TestFactory.of(Patient.class)
                        .seal(seal)
                        .setting("columnseal.application", "clinic")
                        .build();
                HikariDataSource dataSource = FactoryDatabase.open(entityManagerFactory.unwrap(SessionFactory.class))) {
            KeyId oldKey = seal.keys().initialize("default", "j.doe").id();
            seal.keys().rotate("default", "j.doe", "yearly");

            KeyDestruction destruction = SealedColumns.of(entityManagerFactory).keyDestruction(dataSource);
            List<KeyDestructionReport> reports = destruction.destroy(List.of(oldKey), "j.doe", "replaced a year ago");

            assertThat(reports)
                    .extracting(KeyDestructionReport::outcome)
                    .containsExactly(KeyDestructionReport.Outcome.COUNTED_ONCE);
            seal.columns().register(List.of(former()));
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> destruction.destroy(List.of(oldKey), "j.doe", "again"))
                    .withMessageContaining("patient_AUD");

            destruction.forget("clinic", "patient_AUD", "ssn", "j.doe", "exported, then dropped");

            assertThat(destruction.destroy(List.of(oldKey), "j.doe", "again")).hasSize(1);
        }
    }

    private static RegisteredColumn former() {
        return new RegisteredColumn(
                "clinic",
                "Patient_AUD",
                "ssn",
                "patient_AUD",
                "ssn",
                "patient.former",
                "field",
                "text",
                Storage.BINARY,
                List.of(),
                List.of());
    }

    @Test
    void keysInAFileDoWhatTheGuideSays() {
        Kms kms = LocalKms.fromHex(TestFactory.MASTER_KEY);
        ColumnSeal seal = ColumnSeal.builder()
                .kms(kms)
                .keyStore(FileDataKeyStore.at(Path.of("clinic.db.key")).createIfMissing())
                .build();
        seal.close();

        assertThat(Path.of("clinic.db.key")).exists();
    }

    @Test
    void everyExampleOfTheGuideIsOneThatRunsHere() throws IOException {
        String source = withoutBlanks(Files.readString(
                java.nio.file.Path.of("src/test/java/io/columnseal/hibernate/KeyManagementGuideTest.java")));
        String guide = Files.readString(java.nio.file.Path.of("../docs/guides/key-management.md"));

        assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(guide)
                        .results()
                        .map(block -> withoutBlanks(block.group(1))))
                .hasSize(9)
                .allSatisfy(example -> assertThat(source).contains(example));
    }

    private static String withoutBlanks(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static ColumnSealBuilder builder() {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
                .keyStore(new InMemoryDataKeyStore());
    }

    private static boolean isKeyOfficer(String actor) {
        return actor.equals("j.doe");
    }

    private void tell(String whom, String request, String subject) {
        told = whom.isEmpty() || request.isEmpty() ? "" : subject;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Encrypted String ssn;
    }
}
