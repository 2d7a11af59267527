package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import io.columnseal.SealEvent;
import io.columnseal.Storage;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.cipher.SealedValue;
import io.columnseal.index.IndexContext;
import io.columnseal.key.Approval;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyNote;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.KeyState;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.KeyDestructionReport.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No key is destroyed that a value is still under. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KeyDestructionIntegrationTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String TENANT = "north";
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    /** More than the hard limit, the longest transaction and the margins for clocks together. */
    private static final Duration APART = Duration.ofHours(3);

    private static final List<SealedColumn> COLUMNS = List.of(
            column("patient", List.of("id"), "ssn", Storage.BINARY),
            column("patient", List.of("id"), "city", Storage.TEXT),
            column("in_patient", List.of("id"), "ward", Storage.BINARY),
            column("patient_details", List.of("patient_id"), "notes", Storage.BINARY),
            column("patient_phones", List.of(), "phone", Storage.BINARY),
            column("patient_aud", List.of("id", "rev"), "ssn", Storage.BINARY));
    private static final SealedColumn OTHER = column("claim", List.of("id"), "diagnosis", Storage.BINARY);

    private final Map<String, AtomicInteger> refusals = new TreeMap<>();
    private final List<SealEvent> events = new CopyOnWriteArrayList<>();
    private TestDatabase database;
    private ClinicTables tables;
    private InMemoryDataKeyStore store;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private ColumnSeal seal;
    private byte[] old;
    private KeyId key;

    abstract TestDatabase connect() throws Exception;

    @BeforeAll
    void start() throws Exception {
        database = connect();
        tables = new ClinicTables(database.dataSource());
    }

    @AfterAll
    void disconnect() {
        System.out.println(
                "Destructions refused for one hidden value (" + getClass().getSimpleName() + "): " + refusals);
        database.close();
    }

    @BeforeEach
    void open() {
        for (SealedColumn column : all()) {
            tables.update("drop table if exists " + column.table());
        }
        String binary = database.binaryType();
        tables.update("create table patient (id int, ssn " + binary + ", city " + database.textType() + ")");
        tables.update("create table in_patient (id int, ward " + binary + ")");
        tables.update("create table patient_details (patient_id int, notes " + binary + ")");
        tables.update("create table patient_phones (patient_id int, phone " + binary + ")");
        tables.update("create table patient_aud (id int, rev int, ssn " + binary + ")");
        tables.update("create table claim (id int, diagnosis " + binary + ")");
        store = new InMemoryDataKeyStore();
        events.clear();
        seal = node();
        COLUMNS.forEach(column -> register("clinic", column));
        old = seal.columnFields().encrypt(context(COLUMNS.get(0)), PLAINTEXT);
        key = SealedValue.header(old).orElseThrow().key();
        seal.keys().rotate(TENANT, "j.doe", "yearly");
    }

    @AfterEach
    void close() {
        seal.close();
    }

    static List<SealedColumn> all() {
        List<SealedColumn> all = new ArrayList<>(COLUMNS);
        all.add(OTHER);
        return all;
    }

    static List<SealedColumn> places() {
        return COLUMNS;
    }

    @Test
    void destroysAKeyAfterTwoCountsAndErasesItAfterItsWait() {
        KeyDestructionReport first = destroy(clinic());
        assertThat(first.outcome()).isEqualTo(Outcome.COUNTED_ONCE);
        assertThat(state()).isEqualTo(KeyState.RETIRED);
        assertThat(destroy(clinic()).outcome()).isEqualTo(Outcome.COUNTED_ONCE);

        pass(APART);
        KeyDestructionReport second = destroy(clinic());

        assertThat(second.outcome()).isEqualTo(Outcome.PENDING);
        assertThat(second.notBefore()).isEqualTo(now.plus(Duration.ofDays(30)));
        assertThat(state()).isEqualTo(KeyState.DESTROY_PENDING);
        assertThat(store.uses()).anyMatch(use -> use.operation().equals("DESTROY") && key.equals(use.keyId()));

        pass(Duration.ofDays(30).minusSeconds(1));
        assertThat(seal.keys().eraseDue("system", "waited")).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(seal.keys().eraseDue("system", "waited"))
                .extracting(KeyInfo::id)
                .containsExactly(key);
        DataKeyRow row = store.find(key).orElseThrow();
        assertThat(row.state()).isEqualTo(KeyState.DESTROYED);
        assertThat(row.wrappedKey()).isNull();
        assertThat(row.recoveryWrappedKey()).isNull();
        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.fields().decrypt(context(COLUMNS.get(0)), old));
    }

    @ParameterizedTest
    @MethodSource("places")
    void refusesWhileAValueIsInAnyPlaceOfTheCatalogue(SealedColumn place) {
        hide(place);
        assertReferenced(place);
        pass(APART);
        assertReferenced(place);
        assertThat(state()).isEqualTo(KeyState.RETIRED);
        refusals.computeIfAbsent(place.table(), table -> new AtomicInteger()).addAndGet(2);
    }

    @ParameterizedTest
    @MethodSource("places")
    void refusesWhenAValueAppearsAfterTheFirstCountAndCountsTwiceAnew(SealedColumn place) {
        destroy(clinic());
        hide(place);
        pass(APART);
        assertReferenced(place);
        tables.update("delete from " + place.table());

        assertThat(destroy(clinic()).outcome()).isEqualTo(Outcome.COUNTED_ONCE);
        pass(APART);
        assertThat(destroy(clinic()).outcome()).isEqualTo(Outcome.PENDING);
    }

    /** The others' rows are where nobody looks. */
    @Test
    void refusesToCountOneDatabaseWhereTenantsHaveTheirOwn() {
        ColumnCatalogue apart = new ColumnCatalogue("clinic", COLUMNS, List.of(), true);
        KeyDestruction one = seal.keyDestruction(database.dataSource(), apart);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> destroy(one))
                .withMessageContaining("alsoCounting");

        assertThat(destroy(one.alsoCounting(database.dataSource(), apart)).outcome())
                .isEqualTo(Outcome.COUNTED_ONCE);
    }

    @Test
    void refusesWhatItCannotCountOfAnotherApplication() {
        register("billing", OTHER);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> destroy(clinic()))
                .withMessageContaining("claim.diagnosis")
                .withMessageContaining("billing");

        hide(OTHER);
        ColumnCatalogue billing = new ColumnCatalogue("billing", List.of(OTHER));
        assertThat(destroy(clinic().alsoCounting(database.dataSource(), billing))
                        .outcome())
                .isEqualTo(Outcome.REFERENCED);
        refusals.computeIfAbsent("claim, of another application", table -> new AtomicInteger())
                .addAndGet(2);
        tables.update("delete from claim");
        assertThat(destroy(clinic().alsoCounting(database.dataSource(), billing))
                        .outcome())
                .isEqualTo(Outcome.COUNTED_ONCE);
    }

    /** An audit table that retention rules keep, a table that was copied or renamed. */
    @Test
    void refusesWhileAPlaceIsRegisteredThatNobodyMapsAnyMore() {
        SealedColumn former = formerPlace();

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> destroy(clinic()))
                .withMessageContaining("claim.diagnosis")
                .withMessageContaining("forget");

        hide(former);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> forget(clinic(), former))
                .withMessageContaining("1 values in it are sealed");
        tables.update("delete from claim");
        tables.update("insert into claim (id, diagnosis) values (1, ?)", (Object) PLAINTEXT);
        forget(clinic(), former);

        assertThat(destroy(clinic()).outcome()).isEqualTo(Outcome.COUNTED_ONCE);
        assertThat(store.uses())
                .filteredOn(use -> use.operation().equals("FORGET_COLUMN"))
                .singleElement()
                .satisfies(use -> {
                    assertThat(use.actor()).isEqualTo("j.doe");
                    assertThat(use.reason()).isEqualTo("kept long enough");
                    assertThat(use.context()).isEqualTo("clinic: claim.diagnosis");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop table claim", "alter table claim drop column diagnosis"})
    void forgetsAPlaceThatIsGone(String statement) {
        SealedColumn former = formerPlace();
        tables.update(statement);

        forget(clinic(), former);

        assertThat(destroy(clinic()).outcome()).isEqualTo(Outcome.COUNTED_ONCE);
    }

    @Test
    void forgetsNothingThatIsInACatalogueOrWasNeverRegistered() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> forget(clinic(), COLUMNS.get(0)))
                .withMessageContaining("it is in the catalogue");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> forget(clinic(), OTHER))
                .withMessageContaining("has registered no such column");
    }

    /** The second person would not hear of it when asked about the key. */
    @Test
    void forgetsByTwoPeopleWhereDestroyingTakesThem() {
        SealedColumn former = formerPlace();
        seal.close();
        seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(store)
                .dualControl(Set.of(KeyOperation.DESTROY))
                .build();

        assertThatExceptionOfType(KeyOperationRefusedException.class).isThrownBy(() -> forget(clinic(), former));
    }

    /** Its table is in a database of its own, and not dropped. */
    @Test
    void forgetsNothingOfAnApplicationWhoseDatabaseIsNotCounted() {
        register("billing", OTHER);
        tables.update("drop table claim");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() ->
                        clinic().forget("billing", OTHER.table(), OTHER.column(), "j.doe", "not seen in this database"))
                .withMessageContaining("billing")
                .withMessageContaining("alsoCounting");

        clinic().alsoCounting(database.dataSource(), new ColumnCatalogue("billing", List.of()))
                .forget("billing", OTHER.table(), OTHER.column(), "j.doe", "retired");
        assertThat(destroy(clinic()).outcome()).isEqualTo(Outcome.COUNTED_ONCE);
    }

    /** Whoever writes such a list by hand seals without Hibernate, and nobody counts the table for a destruction. */
    @Test
    void destroysNoKeyThatARunSealedUnderInColumnsThatNobodyRegistered() {
        byte[] diagnosis = seal.fields().encrypt(context(OTHER), PLAINTEXT);
        tables.update("insert into claim (id, diagnosis) values (1, ?)", (Object) diagnosis);
        seal.keys().rotate(TENANT, "j.doe", "yearly");
        KeyId next = seal.keys().history(TENANT).get(0).id();
        assertThat(seal.reencryption(database.dataSource(), List.of(OTHER))
                        .run()
                        .reencrypted())
                .isEqualTo(1);
        seal.keys().rotate(TENANT, "j.doe", "yearly");

        destroys(next, Outcome.USED_OUTSIDE);
        pass(APART);
        destroys(next, Outcome.USED_OUTSIDE);
    }

    @Test
    void destroysAKeyThatARunSealedUnderInRegisteredColumnsOnly() {
        hide(COLUMNS.get(0));
        KeyId second = seal.keys().history(TENANT).get(0).id();
        seal.reencryption(database.dataSource(), COLUMNS).run();
        seal.keys().rotate(TENANT, "j.doe", "yearly");
        seal.reencryption(database.dataSource(), COLUMNS).run();

        destroys(second, Outcome.COUNTED_ONCE);
    }

    @Test
    void countsTwiceAnewWhenThereIsMoreToCount() {
        destroy(clinic());
        pass(APART);
        register("billing", OTHER);

        KeyDestruction both =
                clinic().alsoCounting(database.dataSource(), new ColumnCatalogue("billing", List.of(OTHER)));

        assertThat(destroy(both).outcome()).isEqualTo(Outcome.COUNTED_ONCE);
        assertThat(state()).isEqualTo(KeyState.RETIRED);
    }

    @Test
    void opensAndAlertsWhenAValueAsksForAKeyThatWaits() {
        pending();

        assertThat(seal.fields().decrypt(context(COLUMNS.get(0)), old)).isEqualTo(PLAINTEXT);

        assertThat(state()).isEqualTo(KeyState.RETIRED);
        assertThat(events).contains(new SealEvent.DestructionCancelled(key, TENANT));
        pass(Duration.ofDays(31));
        assertThat(seal.keys().eraseDue("system", "waited")).isEmpty();
        assertThat(store.uses()).anyMatch(use -> use.operation().equals("CANCEL_DESTROY"));
    }

    @Test
    void movesAValueThatAppearsWhileItsKeyWaits() {
        pending();
        hide(COLUMNS.get(0));

        assertThat(seal.reencryption(database.dataSource(), COLUMNS).run().reencrypted())
                .isEqualTo(1);

        assertThat(state()).isEqualTo(KeyState.RETIRED);
        assertThat(destroy(clinic()).outcome()).isEqualTo(Outcome.COUNTED_ONCE);
    }

    @Test
    void takesACompromisedKeyBackAsCompromised() {
        seal.keys().markCompromised(key, "j.doe", "found in a dump");
        pending();

        assertThat(seal.keys().cancelDestruction(key, "j.doe", "still needed").state())
                .isEqualTo(KeyState.COMPROMISED);
    }

    @Test
    void opensALeakedKeyThatWaitsAsOneThatIsLeaked() {
        seal.keys().markCompromised(key, "j.doe", "found in a dump");
        pending();

        assertThat(seal.fields().decrypt(context(COLUMNS.get(0)), old)).isEqualTo(PLAINTEXT);

        assertThat(state()).isEqualTo(KeyState.COMPROMISED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesAKeyBackAsLeakedThatWasSoWhileItWaited(boolean read) {
        pending();
        store.notes().put(new KeyNote(key, KeyNote.Kind.COMPROMISED, now, "its KEK leaked"));

        if (read) {
            assertThat(seal.fields().decrypt(context(COLUMNS.get(0)), old)).isEqualTo(PLAINTEXT);
        } else {
            seal.keys().cancelDestruction(key, "j.doe", "still needed");
        }

        assertThat(state()).isEqualTo(KeyState.COMPROMISED);
    }

    /** As when a node was silent then, and is heard of by the time of the second count. */
    @Test
    void keepsTheDistanceThatWasNeededWhenItFirstCounted() {
        destroy(clinic());
        KeyNote note = store.notes().find(key, KeyNote.Kind.UNUSED).orElseThrow();
        long needed = APART.plusHours(1).toSeconds();
        store.notes().put(new KeyNote(key, note.kind(), note.at(), note.detail().replaceFirst(" \\d+$", " " + needed)));

        pass(APART);
        assertThat(destroy(clinic()).outcome()).isEqualTo(Outcome.COUNTED_ONCE);
        pass(Duration.ofHours(1));
        assertThat(destroy(clinic()).outcome()).isEqualTo(Outcome.PENDING);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waitsForBackupsToo(boolean erasedByOneThatKeepsNone) {
        seal.close();
        seal = keepingBackups(Duration.ofDays(365));
        pending();
        if (erasedByOneThatKeepsNone) {
            seal.close();
            seal = keepingBackups(Duration.ZERO);
        }

        pass(Duration.ofDays(364));
        assertThat(seal.keys().eraseDue("system", "waited")).isEmpty();
        pass(Duration.ofDays(1));
        assertThat(seal.keys().eraseDue("system", "waited")).hasSize(1);
    }

    /** A setting that was wrong is mended by taking the key back and destroying it again. */
    @Test
    void waitsByTheSettingsOfTheLastTime() {
        seal.close();
        seal = keepingBackups(Duration.ofDays(3650));
        pending();
        seal.keys().cancelDestruction(key, "j.doe", "waits for too long");
        seal.close();
        seal = keepingBackups(Duration.ZERO);
        pending();

        pass(Duration.ofDays(30));
        assertThat(seal.keys().eraseDue("system", "waited")).hasSize(1);
    }

    private ColumnSeal keepingBackups(Duration retention) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(store)
                .backupRetention(retention)
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .build();
    }

    @Test
    void erasesNoKeyWhoseRowWasEdited() {
        DataKeyRow row = store.find(key).orElseThrow();
        DataKeyRow edited = new DataKeyRow(
                row.identity(),
                KeyState.DESTROY_PENDING,
                row.wrappedKey(),
                row.recoveryWrappedKey(),
                row.checkValue(),
                row.sealCount(),
                row.createdAt(),
                row.createdBy(),
                row.changedAt(),
                row.changedBy(),
                row.reason(),
                row.revision() + 1,
                row.stateMac());
        store.write(List.of(edited), List.of());
        pass(Duration.ofDays(400));

        assertThat(seal.keys().eraseDue("system", "waited")).isEmpty();
        assertThat(store.find(key).orElseThrow().wrappedKey()).isNotNull();
    }

    @Test
    void destroysNoKeyThatSealedValuesOutsideTheCatalogue() {
        KeyId active = seal.keys().history(TENANT).get(0).id();
        seal.fields().encrypt(FieldContext.of(TENANT, "export"), PLAINTEXT);
        seal.keys().rotate(TENANT, "j.doe", "yearly");

        assertThat(clinic().destroy(List.of(active), "j.doe", "test").get(0).outcome())
                .isEqualTo(Outcome.USED_OUTSIDE);
        pass(APART);
        assertThat(clinic().destroy(List.of(active), "j.doe", "test").get(0).outcome())
                .isEqualTo(Outcome.USED_OUTSIDE);
    }

    @Test
    void destroysByForceOnlyWhatTwoPeopleGaveUp() {
        seal.fields().encrypt(FieldContext.of(TENANT, "export"), PLAINTEXT);
        KeyId outside = seal.keys().history(TENANT).get(0).id();
        seal.keys().rotate(TENANT, "j.doe", "yearly");
        assertThat(clinic().force()
                        .destroy(List.of(outside), "j.doe", "test")
                        .get(0)
                        .outcome())
                .isEqualTo(Outcome.COUNTED_ONCE);
        pass(APART);

        assertThatExceptionOfType(KeyOperationRefusedException.class)
                .isThrownBy(() -> clinic().force().destroy(List.of(outside), "j.doe", "test"));
        assertThat(seal.keys().info(outside).state()).isEqualTo(KeyState.RETIRED);

        Approval request =
                seal.keys().approvals().request(KeyOperation.FORCE_DESTROY, null, outside, "j.doe", "export is gone");
        seal.keys().approvals().approve(request.id(), "a.smith", "checked");
        assertThat(clinic().force()
                        .destroy(List.of(outside), "j.doe", "test")
                        .get(0)
                        .outcome())
                .isEqualTo(Outcome.PENDING);
    }

    @Test
    void destroysNoKeyThatMaySealOrIsNoKeyOfValues() {
        KeyId active = seal.keys().history(TENANT).get(0).id();
        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> clinic().destroy(List.of(active), "j.doe", "test"));

        seal.indexes().indexValue(IndexContext.of(TENANT, "patient.ssn", ""), PLAINTEXT);
        KeyId index = seal.keys().indexHistory(TENANT).get(0).id();
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> clinic().destroy(List.of(index), "j.doe", "test"));

        seal.keys().suspend(key, "j.doe", "test");
        assertThatExceptionOfType(KeyUnusableException.class).isThrownBy(() -> destroy(clinic()));
    }

    @Test
    void emptiesCachesBeforeItCounts() {
        AtomicInteger evictions = new AtomicInteger();

        destroy(clinic().beforeCounting(evictions::incrementAndGet));

        assertThat(evictions).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void forgetsATenantAtOnce(boolean suspended) {
        byte[] other = seal.fields().encrypt(FieldContext.of("south", "patient.ssn"), PLAINTEXT);
        if (suspended) {
            seal.keys().suspend(TENANT, "j.doe", "contract ended");
        }

        assertThat(seal.keys().shred(TENANT, "j.doe", "article 17")).hasSize(2);

        assertThat(store.rows())
                .filteredOn(row -> row.identity().tenant().equals(TENANT))
                .allMatch(row -> row.state() == KeyState.DESTROYED && row.wrappedKey() == null);
        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.fields().decrypt(context(COLUMNS.get(0)), old));
        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.fields().encrypt(context(COLUMNS.get(0)), PLAINTEXT));
        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.keys().resume(key, "j.doe", "oops"));
        assertThat(seal.fields().decrypt(FieldContext.of("south", "patient.ssn"), other))
                .isEqualTo(PLAINTEXT);
    }

    private void destroys(KeyId id, Outcome outcome) {
        assertThat(clinic().destroy(List.of(id), "j.doe", "test").get(0).outcome())
                .isEqualTo(outcome);
    }

    /** Where values of the first column were sealed once. */
    private SealedColumn formerPlace() {
        RegisteredColumn current = store.columns().find("clinic").stream()
                .filter(known -> known.context().equals(COLUMNS.get(0).context()))
                .findFirst()
                .orElseThrow();
        store.columns().register(List.of(current.alsoIn(List.of(new ColumnPlace(OTHER.table(), OTHER.column())))));
        // The next release
        register("clinic", COLUMNS.get(0));
        return OTHER;
    }

    private static void forget(KeyDestruction destruction, SealedColumn column) {
        destruction.forget("clinic", column.table(), column.column(), "j.doe", "kept long enough");
    }

    private void pending() {
        destroy(clinic());
        pass(APART);
        assertThat(destroy(clinic()).outcome()).isEqualTo(Outcome.PENDING);
    }

    private void assertReferenced(SealedColumn place) {
        KeyDestructionReport report = destroy(clinic());
        assertThat(report.outcome()).isEqualTo(Outcome.REFERENCED);
        assertThat(report.references()).containsExactly(new KeyDestructionReport.Reference("clinic", place, 1));
    }

    private KeyDestructionReport destroy(KeyDestruction destruction) {
        return destruction.destroy(List.of(key), "j.doe", "replaced a year ago").get(0);
    }

    /** What it does not hold yet, or never will, would count as none. */
    @Test
    void countsNothingOnADatabaseThatFollowsAnotherOne() {
        DataSource replica = Rewriting.queries(
                database.dataSource(),
                Map.of("select pg_is_in_recovery()", "select true", "select @@global.read_only", "select 1"));
        if (Dialects.of(database.dataSource()).getClass() == StandardDialect.class) {
            return;
        }

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> destroy(seal.keyDestruction(replica, new ColumnCatalogue("clinic", COLUMNS))))
                .withMessageContaining("primary");

        assertThat(state()).isEqualTo(KeyState.RETIRED);
        assertThat(destroy(clinic()).outcome()).isEqualTo(Outcome.COUNTED_ONCE);
    }

    private KeyDestruction clinic() {
        return seal.keyDestruction(database.dataSource(), new ColumnCatalogue("clinic", COLUMNS));
    }

    /** A value under the key, in this place. */
    private void hide(SealedColumn place) {
        Object stored = place.storage() == Storage.TEXT ? SealedValue.toText(old) : old;
        tables.update("insert into " + place.table() + " (" + place.column() + ") values (?)", stored);
    }

    private void register(String application, SealedColumn column) {
        store.columns()
                .register(List.of(new RegisteredColumn(
                        application,
                        column.entity(),
                        column.attribute(),
                        column.table(),
                        column.column(),
                        column.context(),
                        column.purpose(),
                        column.codec(),
                        column.storage())));
    }

    private KeyState state() {
        return seal.keys().info(key).state();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private ColumnSeal node() {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(store)
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .listener(events::add)
                .build();
    }

    private static FieldContext context(SealedColumn column) {
        return FieldContext.of(TENANT, column.context());
    }

    private static SealedColumn column(String table, List<String> keyColumns, String column, Storage storage) {
        return new SealedColumn(
                table, column, table, keyColumns, column, table + "." + column, "field", "text", storage, 1, false);
    }
}
