package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.QueryRefusedException;
import io.columnseal.TenantScope;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.index.FoldCase;
import io.columnseal.index.Trim;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.DuplicateRow;
import io.columnseal.reencrypt.IndexColumnReport;
import io.columnseal.reencrypt.IndexRebuild;
import io.columnseal.reencrypt.IndexRotationReport.Outcome;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.TenantId;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code @BlindIndex(unique = true)} holds back, by every way of writing, on one database. */
@Timeout(300)
abstract class UniqueIndexTest {

    private static final String NORTH = "north";
    private static final String SOUTH = "south";
    private static final Duration HARD_LIMIT = Duration.ofHours(1);
    private static final Duration SETTLED = HARD_LIMIT.plusMinutes(10).plus(IndexRebuild.LONGEST_TRANSACTION);

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final List<SessionFactory> factories = new ArrayList<>();
    private final List<ColumnSeal> seals = new ArrayList<>();
    private final Map<String, Object> database = server().create();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final SessionFactory node = start("create", Member.class, Badge.class);
    private final ColumnSeal seal = seals.get(0);
    private final HikariDataSource pool = pool();
    private long ids;

    abstract TestDatabase server();

    /** Whether an upsert would update any row that a unique index finds. */
    boolean upsertsByAnyIndex() {
        return false;
    }

    @AfterEach
    void stop() {
        pool.close();
        factories.forEach(SessionFactory::close);
        seals.forEach(ColumnSeal::close);
    }

    @Test
    void anEqualValueViolatesAConstraintThatIsNamed() {
        persist(node, NORTH, "123-45-6789");

        assertThatThrownBy(() -> persist(node, NORTH, "123-45-6789"))
                .isInstanceOfSatisfying(ConstraintViolationException.class, violation -> {
                    if (RunningHibernate.isSeven()) {
                        assertThat(violation.getKind()).isEqualTo(ConstraintViolationException.ConstraintKind.UNIQUE);
                    }
                    assertThat(violation.getConstraintName().toLowerCase(Locale.ROOT))
                            .endsWith("uk_member_ssn_bidx");
                })
                .satisfies(error -> assertThat(stackTrace(error)).doesNotContain("123-45-6789"));
        assertThat(find(NORTH, "123-45-6789")).hasSize(1);
    }

    @Test
    void valuesAreEqualAsTheNormalizersSay() {
        persist(node, NORTH, "Abc");

        assertRefused(() -> persist(node, NORTH, " aBC "));
    }

    @Test
    void anotherTenantMayHoldTheSameValue() {
        persist(node, NORTH, "same");
        persist(node, SOUTH, "same");

        assertRefused(() -> persist(node, SOUTH, "same"));
    }

    @Test
    void aSharedAttributeIsUniqueInTheWholeTable() {
        inTenant(node, NORTH, session -> session.persist(new Badge(1, "A-1")));

        assertRefused(() -> inTenant(node, SOUTH, session -> session.persist(new Badge(2, "A-1"))));
    }

    @Test
    void nullIsEqualToNothing() {
        persist(node, NORTH, null);
        persist(node, NORTH, null);

        assertThat(rows("id")).hasSize(2);
    }

    @Test
    void aRowMayKeepItsValueAndGiveItUp() {
        long id = persist(node, NORTH, "mine");
        inTenant(node, NORTH, session -> session.find(Member.class, id).ssn = "MINE");
        inTenant(node, NORTH, session -> session.find(Member.class, id).ssn = "other");
        persist(node, NORTH, "mine");

        inTenant(node, NORTH, session -> session.remove(session.find(Member.class, id)));
        persist(node, NORTH, "other");
    }

    @Test
    void noWayOfWritingStoresAnEqualValue() {
        persist(node, NORTH, "taken");
        long id = persist(node, NORTH, "free");

        assertRefused(() -> inTenant(node, NORTH, session -> session.find(Member.class, id).ssn = "taken"));
        assertRefused(() -> inTenant(node, NORTH, session -> session.merge(new Member(id, "taken"))));
        assertRefused(() -> inTenant(
                node,
                NORTH,
                session -> session.createMutationQuery("update Member m set m.ssn = :ssn where m.id = :id")
                        .setParameter("ssn", "taken")
                        .setParameter("id", id)
                        .executeUpdate()));
        assertRefused(() -> inTenant(
                node,
                NORTH,
                session -> session.createMutationQuery(
                                "insert into Member (id, tenant, ssn) values (77, :tenant, :ssn)")
                        .setParameter("tenant", NORTH)
                        .setParameter("ssn", "taken")
                        .executeUpdate()));
        assertRefused(() -> stateless(NORTH, session -> session.insert(new Member(78, "taken"))));
        assertRefused(() -> stateless(NORTH, session -> session.update(new Member(id, "taken"))));
        assertThat(find(NORTH, "taken")).hasSize(1);
        assertThat(find(NORTH, "free")).containsExactly(id);
    }

    /** MySQL and MariaDB would put the new row's values into the row that holds an equal one. */
    @Test
    void anUpsertOverwritesNoOtherRow() {
        if (!upsertsByAnyIndex()) {
            RunningHibernate.assumeSevenFour("upsert that writes the tenant");
        }
        long id = persist(node, NORTH, "taken");
        Member other = new Member(50, "taken");
        other.name = "another";
        other.tenant = NORTH;

        Throwable upsert = catchThrowable(() -> stateless(NORTH, session -> session.upsert(other)));
        Throwable insert = catchThrowable(() -> inTenant(
                node,
                NORTH,
                session -> session.createMutationQuery(
                                "insert into Member (id, tenant, ssn) values (51, :tenant, :ssn) on conflict (id) do update set"
                                        + " name = :name")
                        .setParameter("tenant", NORTH)
                        .setParameter("name", "another")
                        .setParameter("ssn", "taken")
                        .executeUpdate()));

        if (upsertsByAnyIndex()) {
            assertThat(upsert).isInstanceOf(UnsupportedMappingException.class).hasMessageContaining("Member.ssn");
            assertThat(insert).isInstanceOf(QueryRefusedException.class).hasMessageContaining("Member.ssn");
        } else {
            assertRefused(upsert);
            assertRefused(insert);
        }
        assertThat(rows("name")).containsOnlyNulls();
        assertThat(find(NORTH, "taken")).containsExactly(id);
    }

    /** MySQL and MariaDB would leave out a row for any conflict, whatever is named. */
    @Test
    void aRowIsOnlyLeftOutWhereAnyConflictIsMeant() {
        long id = persist(node, NORTH, "taken");

        Throwable named = catchThrowable(() -> insertUnlessConflict("(id)", 50, "taken"));
        insertUnlessConflict("", 51, "taken");
        insertUnlessConflict("", id, "another");
        insertUnlessConflict("", 52, "free");

        if (upsertsByAnyIndex()) {
            assertThat(named)
                    .isInstanceOf(QueryRefusedException.class)
                    .hasMessageContaining("Member.ssn")
                    .hasMessageContaining("Write 'on conflict do nothing'");
        } else {
            assertRefused(named);
        }
        assertThat(find(NORTH, "taken")).containsExactly(id);
        assertThat(find(NORTH, "free")).containsExactly(52L);
        assertThat(rows("id")).hasSize(2);
    }

    private void insertUnlessConflict(String target, long id, String ssn) {
        String insert = "insert into Member (id, tenant, ssn) values (:id, :tenant, :ssn) on conflict " + target;
        try (Session session = session(node, NORTH)) {
            TestFactory.inTransaction(
                    session,
                    same -> same.createMutationQuery(insert + " do nothing")
                            .setParameter("id", id)
                            .setParameter("tenant", NORTH)
                            .setParameter("ssn", ssn)
                            .executeUpdate());
        }
    }

    /** The same value at the same time, by nodes that know more or less of a rotation, at each of its steps. */
    @Test
    void ofTwoSessionsAtOnceOneIsRefusedWhateverTheirNodesKnow() throws Exception {
        persist(node, NORTH, "Number 0");
        SessionFactory unaware = start("none", Member.class, Badge.class);
        assertThat(find(unaware, NORTH, "Number 0")).hasSize(1);
        race(node, node);
        race(node, unaware);

        seal.keys().rotateIndex(NORTH, "j.doe", "yearly");
        race(node, unaware);

        now = now.plus(SETTLED);
        SessionFactory aware = start("none", Member.class, Badge.class);
        persist(aware, NORTH, "loads the keys");
        assertThat(finish()).isEqualTo(Outcome.SUPERSEDED);
        race(node, aware);
        persist(node, NORTH, "knows of it");
        assertThat(versionsOf("ssn_bidx")).contains(1, 2);
        assertThat(versionsOf("ssn_bidx_next")).containsOnly(2);
        SessionFactory superseded = start("none", Member.class, Badge.class);
        persist(superseded, NORTH, "loads the keys, too");

        now = now.plus(SETTLED);
        assertThat(finish()).isEqualTo(Outcome.FINISHED);
        race(node, superseded);
        assertThat(versionsOf("ssn_bidx")).containsOnly(2);

        for (String value : List.of("Number 0", "loads the keys", "knows of it", "loads the keys, too")) {
            assertRefused(() -> persist(node, NORTH, value));
            assertRefused(() -> persist(superseded, NORTH, value));
        }
    }

    @Test
    void aUniqueIndexThatTheDatabaseLacksStopsTheStart() {
        update(dropIndex("uk_member_ssn_bidx"));
        update(dropIndex("uk_member_ssn_bidx_next"));
        // Looks things up, and lets equal values in
        update("create index ix_member_ssn_bidx on member (ssn_bidx)");

        assertThatThrownBy(() -> start("none", Member.class, Badge.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("Member.ssn")
                .hasMessageContaining("create unique index uk_member_ssn_bidx on member (ssn_bidx)");

        List<String> ddl = SealedSchema.of(node).ddl();
        assertThat(ddl)
                .containsExactly(
                        "create unique index uk_member_ssn_bidx on member (ssn_bidx)",
                        "create unique index uk_member_ssn_bidx_next on member (ssn_bidx_next)");
        ddl.forEach(statement -> update(statement));
        assertThatCode(() -> start("none", Member.class, Badge.class)).doesNotThrowAnyException();
    }

    @Test
    void soDoesAUniqueIndexOnMoreThanTheHash() {
        update(dropIndex("uk_member_ssn_bidx_next"));
        // Lets each row have what another one has
        update("create unique index uk_member_ssn_and_id on member (ssn_bidx_next, id)");

        assertThatThrownBy(() -> start("none", Member.class, Badge.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("create unique index uk_member_ssn_bidx_next on member (ssn_bidx_next)");
    }

    String dropIndex(String name) {
        return "drop index " + name;
    }

    /** Stored before the attribute had an index. */
    @Test
    void aRebuildNamesTheRowsOfEqualValues() {
        List<Long> rows = new ArrayList<>();
        for (String value : List.of("a", "b", "A", "c")) {
            rows.add(persistWithoutHashes(value));
        }

        List<IndexColumnReport> report = rebuild().run().columns().stream()
                .filter(column -> column.column().attribute().equals("ssn"))
                .toList();

        assertThat(report).hasSize(2).allSatisfy(column -> {
            assertThat(column.written()).isEqualTo(3);
            assertThat(column.duplicates())
                    .containsExactly(new DuplicateRow(List.of(rows.get(2)), List.of(rows.get(0))));
        });
        assertRefused(() -> persist(node, NORTH, "c"));
    }

    @Test
    void nativeSqlGetsBothValues() {
        SealedColumnAccess ssn = SealedColumns.of(node).column(Member.class, "ssn");
        byte[] current = TenantScope.call(NORTH, () -> ssn.indexValue("native"));
        byte[] next = TenantScope.call(NORTH, () -> ssn.nextIndexValue("native"));
        Object sealed = TenantScope.call(NORTH, () -> ssn.seal("native"));
        update(
                "insert into member (id, tenant, ssn, ssn_bidx, ssn_bidx_next) values (9, 'north', ?, ?, ?)",
                sealed,
                current,
                next);

        assertRefused(() -> persist(node, NORTH, "native"));
        assertThat(ssn.nextIndexValue(null)).isNull();
        assertThatThrownBy(() ->
                        SealedColumns.of(node).column(Member.class, "name").nextIndexValue("x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("unique = true");
    }

    private void race(SessionFactory one, SessionFactory other) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 6; round++) {
                String value = "Raced " + ids;
                CyclicBarrier start = new CyclicBarrier(2);
                long first = ids++;
                long second = ids++;
                Callable<Boolean> a = () -> wins(one, first, value, start);
                Callable<Boolean> b = () -> wins(other, second, value, start);
                List<Boolean> won = new ArrayList<>();
                for (Future<Boolean> outcome :
                        round % 2 == 0 ? threads.invokeAll(List.of(a, b)) : threads.invokeAll(List.of(b, a))) {
                    won.add(outcome.get());
                }
                assertThat(won).containsExactlyInAnyOrder(true, false);
                assertThat(find(NORTH, value)).hasSize(1);
            }
        } finally {
            threads.shutdown();
        }
    }

    private static boolean wins(SessionFactory factory, long id, String value, CyclicBarrier start) throws Exception {
        try (Session session = session(factory, NORTH)) {
            session.beginTransaction();
            session.persist(new Member(id, value));
            start.await();
            try {
                session.flush();
                session.getTransaction().commit();
                return true;
            } catch (PersistenceException e) {
                assertRefused(e);
                session.getTransaction().rollback();
                return false;
            }
        }
    }

    private Outcome finish() {
        return rebuild()
                .tenant(NORTH)
                .finishRotations("j.doe", "yearly")
                .run()
                .rotations()
                .get(0)
                .outcome();
    }

    private IndexRebuild rebuild() {
        return SealedColumns.of(node).indexRebuild(pool);
    }

    private HikariDataSource pool() {
        HikariDataSource made = new HikariDataSource();
        made.setJdbcUrl((String) database.get(AvailableSettings.JAKARTA_JDBC_URL));
        made.setUsername((String) database.get(AvailableSettings.JAKARTA_JDBC_USER));
        made.setMaximumPoolSize(3);
        return made;
    }

    private List<Object> rows(String column) {
        List<Object> values = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select " + column + " from member")) {
            while (rows.next()) {
                values.add(rows.getObject(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    final void startAnother() {
        start("none", Member.class, Badge.class);
    }

    final List<String> ddl() {
        return SealedSchema.of(node).ddl();
    }

    final void persist(String ssn) {
        persist(node, NORTH, ssn);
    }

    final Connection connection() throws SQLException {
        return pool.getConnection();
    }

    final void update(String sql, Object... parameters) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Integer> versionsOf(String column) {
        return rows(column).stream().map(value -> (int) ((byte[]) value)[0]).toList();
    }

    private static void assertRefused(ThrowingCallable write) {
        assertRefused(catchThrowable(write));
    }

    private static void assertRefused(Throwable error) {
        assertThat(error).isInstanceOf(ConstraintViolationException.class);
        assertThat(((ConstraintViolationException) error).getConstraintName().toLowerCase(Locale.ROOT))
                .containsAnyOf("uk_member_ssn_bidx", "uk_badge_code_bidx");
    }

    private static String stackTrace(Throwable error) {
        StringBuilder texts = new StringBuilder();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            texts.append(cause);
        }
        return texts.toString();
    }

    private long persist(SessionFactory factory, String tenant, String ssn) {
        long id = ids++;
        inTenant(factory, tenant, session -> session.persist(new Member(id, ssn)));
        return id;
    }

    /** As a release before the index did. */
    private long persistWithoutHashes(String ssn) {
        long id = persist(node, NORTH, ssn);
        update("update member set ssn_bidx = null, ssn_bidx_next = null where id = " + id);
        return id;
    }

    private List<Long> find(String tenant, String ssn) {
        return find(node, tenant, ssn);
    }

    private static List<Long> find(SessionFactory factory, String tenant, String ssn) {
        try (Session session = session(factory, tenant)) {
            return session.createQuery("select m.id from Member m where m.ssn = :ssn", Long.class)
                    .setParameter("ssn", ssn)
                    .getResultList();
        }
    }

    private static void inTenant(SessionFactory factory, String tenant, Consumer<Session> work) {
        try (Session session = session(factory, tenant)) {
            TestFactory.inTransaction(session, work);
        }
    }

    private static Session session(SessionFactory factory, String tenant) {
        return factory.withOptions().tenantIdentifier((Object) tenant).openSession();
    }

    private void stateless(String tenant, Consumer<StatelessSession> work) {
        try (StatelessSession session =
                node.withStatelessOptions().tenantIdentifier((Object) tenant).openStatelessSession()) {
            session.beginTransaction();
            try {
                work.accept(session);
                session.getTransaction().commit();
            } catch (RuntimeException e) {
                session.getTransaction().rollback();
                throw e;
            }
        }
    }

    private SessionFactory start(String action, Class<?>... entities) {
        InstantSource clock = () -> now;
        ColumnSeal made = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
                .keyStore(store)
                .cacheHardLimit(HARD_LIMIT)
                // Hears of nothing in time
                .cachePollInterval(HARD_LIMIT)
                .clock(clock.withZone(ZoneOffset.UTC))
                .build();
        seals.add(made);
        TestFactory factory =
                TestFactory.of(entities).seal(made).setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action);
        database.forEach(factory::setting);
        SessionFactory built = factory.build();
        factories.add(built);
        return built;
    }

    @Entity(name = "Member")
    @Table(name = "member")
    static class Member {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted @BlindIndex(
                normalizer = {Trim.class, FoldCase.class},
                unique = true)
        String ssn;

        @Encrypted String name;

        Member() {}

        Member(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
        }
    }

    @Entity(name = "Badge")
    @Table(name = "badge")
    static class Badge {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted(scope = Scope.SHARED) @BlindIndex(unique = true)
        String code;

        Badge() {}

        Badge(long id, String code) {
            this.id = id;
            this.code = code;
        }
    }
}
