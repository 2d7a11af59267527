package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyStoreRefusedException;
import io.columnseal.backup.BackupRestore;
import io.columnseal.index.IndexContext;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyNote;
import io.columnseal.key.KeyRecovery;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.RestoreReport;
import io.columnseal.key.RestoreReport.Outcome;
import io.columnseal.kms.RecoveryKey;
import io.columnseal.kms.RecoveryPrivateKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key table that is lost, wholly or in part, comes back from its backup, and every value opens. */
abstract class BackupIntegrationTest {

    private static final IndexContext INDEXED = IndexContext.of("clinic-1", "patient.ssn", "");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path temporary;

    private final TestKms kms = new TestKms();
    private final Map<FieldContext, byte[]> sealed = new LinkedHashMap<>();
    private DataSource database;
    private String prefix;
    private JdbcDataKeyStore store;
    private Path directory;

    abstract DataSource dataSource();

    @BeforeEach
    void create() {
        database = dataSource();
        prefix = JdbcStores.newPrefix();
        store = JdbcStores.empty(database, prefix);
        directory = temporary.resolve("backups");
    }

    @Test
    void bringsALostKeyTableBack() {
        List<DataKeyRow> before = new ArrayList<>();
        try (ColumnSeal seal = open(store, kms)) {
            fill(seal);
            seal.backups(directory).create("nightly", "j.doe", "nightly");
            store.forEach(before::add, malformed -> {});
        }
        JdbcDataKeyStore empty = JdbcStores.empty(database, JdbcStores.newPrefix());
        empty.columns().register(store.columns().findAll());
        assertThatThrownBy(() -> open(empty, kms)).isInstanceOf(ConfigurationException.class);

        RestoreReport report = new BackupRestore(Environment.TEST, empty, kms, directory)
                .restore("nightly", Set.of(), "j.doe", "the key database is lost");

        assertThat(report.of(Outcome.ADDED)).hasSameSizeAs(before);
        List<DataKeyRow> after = new ArrayList<>();
        empty.forEach(after::add, malformed -> {});
        assertThat(after)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sealCount")
                .isEqualTo(before);
        assertThat(empty.columns().findAll()).isEqualTo(store.columns().findAll());
        assertThat(empty.notes().findAll(KeyNote.Kind.OUTSIDE))
                .containsExactlyInAnyOrderElementsOf(store.notes().findAll(KeyNote.Kind.OUTSIDE));
        try (ColumnSeal seal = open(empty, kms)) {
            assertEverythingOpens(seal);
            seal("clinic-1", seal);
            assertEverythingOpens(seal);
            assertThat(seal.keks().status().unverified()).isEmpty();
            assertThat(seal.audit().verify().findings()).isEmpty();
        }
    }

    @Test
    void bringsDeletedRowsBackBesideRunningNodes() {
        try (ColumnSeal node = open(store, kms);
                ColumnSeal other = open(store, kms)) {
            fill(node);
            node.backups(directory).create("nightly", "j.doe", "nightly");
            new KeyTables(database).update("delete from " + prefix + "data_encryption_keys where tenant = ?", (Object)
                    "clinic-1".getBytes(StandardCharsets.UTF_8));
            try (ColumnSeal later = open(store, kms)) {
                FieldContext context = sealed.keySet().iterator().next();
                assertThatThrownBy(() -> later.fields().decrypt(context, sealed.get(context)))
                        .isInstanceOf(KeyNotFoundException.class);
            }

            RestoreReport report = node.backups(directory).restore("nightly", "j.doe", "rows were deleted");

            assertThat(report.of(Outcome.ADDED))
                    .isNotEmpty()
                    .allSatisfy(change -> assertThat(change.key().tenant()).isEqualTo("clinic-1"));
            assertEverythingOpens(node);
            assertEverythingOpens(other);
            seal("clinic-1", other);
            assertEverythingOpens(node);
            assertThat(node.audit().verify().findings()).isEmpty();
        }
    }

    @Test
    void makesNoKeyInPlaceOfOnesWhoseRowsAreGone() {
        try (ColumnSeal seal = open(store, kms)) {
            fill(seal);
            seal.backups(directory).create("nightly", "j.doe", "nightly");
        }
        deleteKeysOf("clinic-1");
        try (ColumnSeal seal = open(store, kms)) {
            assertThatThrownBy(() -> seal("clinic-1", seal))
                    .isInstanceOf(KeyRejectedException.class)
                    .hasMessageContaining("keys().rotate(")
                    .hasMessageContaining("backup");
            assertThatThrownBy(() -> seal.keys().initialize("clinic-1", "j.doe"))
                    .isInstanceOf(KeyRejectedException.class);
            assertThatThrownBy(() -> seal.indexes().indexValue(INDEXED, PLAINTEXT))
                    .isInstanceOf(KeyRejectedException.class)
                    .hasMessageContaining("rotateIndex");
            assertThatThrownBy(() -> seal.indexes().lookupValues(INDEXED, PLAINTEXT))
                    .isInstanceOf(KeyRejectedException.class);
            seal("clinic-9", seal);
            seal("clinic-2", seal);
            assertThat(store.findAll("clinic-1", KeyUsage.FIELD)).isEmpty();

            RestoreReport report = seal.backups(directory).restore("nightly", "j.doe", "rows were deleted");

            assertThat(report.complete()).isTrue();
            seal("clinic-1", seal);
            assertThat(seal.indexes().lookupValues(INDEXED, PLAINTEXT))
                    .containsOnly(seal.indexes().indexValue(INDEXED, PLAINTEXT));
            assertEverythingOpens(seal);
        }
    }

    @Test
    void bringsALostIndexKeyBackThoughTheTenantHasOthers() {
        byte[] indexed;
        try (ColumnSeal seal = open(store, kms)) {
            fill(seal);
            indexed = seal.indexes().indexValue(INDEXED, PLAINTEXT);
            seal.backups(directory).create("nightly", "j.doe", "nightly");
        }
        deleteKeysOf("clinic-1", KeyUsage.INDEX);
        try (ColumnSeal seal = open(store, kms)) {
            seal("clinic-1", seal);
            assertThatThrownBy(() -> seal.indexes().lookupValues(INDEXED, PLAINTEXT))
                    .isInstanceOf(KeyRejectedException.class);

            seal.backups(directory).restore("nightly", "j.doe", "rows were deleted");

            assertThat(seal.indexes().lookupValues(INDEXED, PLAINTEXT)).containsOnly(indexed);
        }
    }

    @Test
    void bringsLostKeysBackBesideOneThatSomebodyMadeSince() {
        try (ColumnSeal seal = open(store, kms)) {
            fill(seal);
            seal.backups(directory).create("nightly", "j.doe", "nightly");
        }
        deleteKeysOf("clinic-1", KeyUsage.FIELD);
        try (ColumnSeal seal = open(store, kms)) {
            assertThat(seal.keys()
                            .rotate("clinic-1", "j.doe", "nobody has a backup")
                            .version())
                    .isEqualTo(3);
            seal("clinic-1", seal);

            RestoreReport report = seal.backups(directory).restore("nightly", "j.doe", "there was one");

            assertThat(report.complete()).isTrue();
            assertThat(seal.keys().history("clinic-1"))
                    .extracting(KeyInfo::version, KeyInfo::state)
                    .containsExactly(tuple(3, KeyState.ACTIVE), tuple(2, KeyState.RETIRED), tuple(1, KeyState.RETIRED));
            seal("clinic-1", seal);
            assertEverythingOpens(seal);
            assertThat(seal.audit().verify().findings()).isEmpty();
        }
    }

    /** A dump of the one table, read back, is older than the log. */
    @Test
    void givesNoKeyTheVersionOfALostNewestOne() {
        try (ColumnSeal seal = open(store, kms)) {
            seal("clinic-1", seal);
            copyTable("older");
            seal.keys().rotate("clinic-1", "j.doe", "yearly");
            seal("clinic-1", seal);
            seal.backups(directory).create("nightly", "j.doe", "nightly");
        }
        tables().update("delete from " + prefix + "data_encryption_keys");
        tables().update("insert into " + prefix + "data_encryption_keys select * from " + prefix + "older");
        try (ColumnSeal seal = open(store, kms)) {
            assertThat(seal.keys().rotate("clinic-1", "j.doe", "yearly").version())
                    .isEqualTo(3);

            assertThat(seal.backups(directory)
                            .restore("nightly", "j.doe", "the table is older")
                            .of(Outcome.ADDED))
                    .hasSize(1);
            assertEverythingOpens(seal);
        }
    }

    @Test
    void saysSoWhereAnEditedRowTakesTheActiveSlot() {
        try (ColumnSeal seal = open(store, kms)) {
            seal("clinic-1", seal);
            seal.backups(directory).create("nightly", "j.doe", "nightly");
            seal.keys().rotate("clinic-1", "j.doe", "yearly");
            String ofFields = " and key_usage = 'FIELD' and tenant = ?";
            byte[] tenant = "clinic-1".getBytes(StandardCharsets.UTF_8);
            tables().update("delete from " + prefix + "data_encryption_keys where version = 1" + ofFields, (Object)
                    tenant);
            tables().update(
                            "update " + prefix + "data_encryption_keys set state = 'RETIRED' where version = 2"
                                    + ofFields,
                            (Object) tenant);

            assertThatThrownBy(() -> seal.backups(directory).restore("nightly", "j.doe", "rows were edited"))
                    .isInstanceOf(KeyStoreRefusedException.class)
                    .hasMessageContaining("active_slot");
        }
    }

    private KeyTables tables() {
        return new KeyTables(database);
    }

    private void copyTable(String name) {
        tables().update("create table " + prefix + name + " as select * from " + prefix + "data_encryption_keys");
    }

    private void deleteKeysOf(String tenant, KeyUsage... usages) {
        for (KeyUsage usage : usages.length == 0 ? KeyUsage.values() : usages) {
            tables().update(
                            "delete from " + prefix + "data_encryption_keys where tenant = ? and key_usage = ?",
                            tenant.getBytes(StandardCharsets.UTF_8),
                            usage.name());
        }
    }

    @Test
    void bringsEverythingBackWhenTheKekIsLostAsWell() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(3072);
        KeyPair pair = generator.generateKeyPair();
        RecoveryPrivateKey privateKey =
                RecoveryPrivateKey.fromPem(pem("PRIVATE", pair.getPrivate().getEncoded()));
        byte[] encoded = pair.getPublic().getEncoded();
        RecoveryKey recoveryKey = RecoveryKey.fromPem(
                pem("PUBLIC", encoded),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded)));
        try (ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .borrowedKeyStore(store)
                .recoveryKey(recoveryKey)
                .build()) {
            fill(seal);
            seal.backups(directory).create("nightly", "j.doe", "nightly");
        }
        JdbcDataKeyStore empty = JdbcStores.empty(database, JdbcStores.newPrefix());
        TestKms next = new TestKms();

        new BackupRestore(Environment.TEST, empty, privateKey, directory)
                .restore("nightly", Set.of(), "j.doe", "all is lost");
        assertThat(new KeyRecovery(Environment.TEST, empty, privateKey)
                        .under(next, "j.doe", "all is lost")
                        .complete())
                .isTrue();

        try (ColumnSeal seal = open(empty, next)) {
            assertEverythingOpens(seal);
        }
    }

    private void fill(ColumnSeal seal) {
        for (String tenant : List.of("clinic-1", "clinic-2", "clinic-3")) {
            seal(tenant, seal);
            seal.keys().rotate(tenant, "j.doe", "yearly");
            seal(tenant, seal);
            seal.keys().rotateIndex(tenant, "j.doe", "first");
        }
        store.columns().register(List.of(EmptyStore.column("app", "ssn", "patient.ssn")));
    }

    private void seal(String tenant, ColumnSeal seal) {
        FieldContext context = FieldContext.of(tenant, "patient.column" + sealed.size());
        sealed.put(context, seal.fields().encrypt(context, PLAINTEXT));
    }

    private void assertEverythingOpens(ColumnSeal seal) {
        assertThat(sealed)
                .isNotEmpty()
                .allSatisfy((context, value) ->
                        assertThat(seal.fields().decrypt(context, value)).isEqualTo(PLAINTEXT));
    }

    private static ColumnSeal open(JdbcDataKeyStore target, TestKms kms) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .borrowedKeyStore(target)
                .build();
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + " KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END "
                + kind + " KEY-----\n";
    }
}
