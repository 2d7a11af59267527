package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.KeyUnusableException;
import io.columnseal.index.FoldCase;
import io.columnseal.index.LastCharacters;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.IndexRebuild;
import io.columnseal.reencrypt.IndexRebuildReport;
import io.columnseal.reencrypt.IndexRotationReport;
import io.columnseal.reencrypt.IndexRotationReport.Outcome;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * INDEX keys replaced again and again under a running application: one factory that stays, with its cached query plans,
 * beside others that know less.
 */
class IndexRotationTest {

    private static final Duration HARD_LIMIT = Duration.ofHours(1);
    private static final String BY_SSN = "select p.id from Patient p where p.ssn = :x";
    private static final String BY_END = "select p.id from Patient p where p.ssnEnd = :x";
    private static final String NOT_BY_SSN = "select p.id from Patient p where p.ssn <> :x";
    private static final String BY_EMAIL =
            "select p.id from Patient p where lower(p.email) = lower(:x) and p.ssn in :xs";
    private static final String PAIRS =
            "select count(*) from Patient p, Patient q where p.email = q.email and p.id <> q.id";

    private final Map<String, Object> database = new H2Database().create();
    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final List<SessionFactory> factories = new ArrayList<>();
    private final List<ColumnSeal> seals = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ColumnSeal seal = newSeal();
    private final SessionFactory application = start(seal, "create");
    private final HikariDataSource pool = FactoryDatabase.open(application);
    private int rows;

    @AfterEach
    void stop() {
        pool.close();
        factories.forEach(SessionFactory::close);
        seals.forEach(ColumnSeal::close);
    }

    @Test
    void everyStageOfThreeRotationsFindsEveryRow() {
        insert(application, 4);
        SessionFactory lagging = start(newSeal(), "none");
        for (int version = 2; version <= 4; version++) {
            assertFound(application, lagging);
            assertThat(pairs()).isEqualTo(pairsOf(rows));
            seal.keys().rotateIndex("default", "j.doe", "test");
            assertThatThrownBy(() -> seal.keys().rotateIndex("default", "j.doe", "too early"))
                    .isInstanceOf(KeyUnusableException.class);

            // The other node has not heard of it, and both write
            insert(application, 2);
            insert(lagging, 2);
            assertFound(application, lagging);

            now = now.plus(HARD_LIMIT).plus(Duration.ofMinutes(5));
            lagging = start(newSeal(), "none");
            insert(application, 2);
            insert(lagging, 2);
            assertFound(application, lagging);

            IndexRebuildReport moved =
                    rebuild().finishRotations("j.doe", "test").run();
            assertThat(moved.complete()).isTrue();
            assertThat(moved.rotations())
                    .extracting(IndexRotationReport::outcome)
                    .containsExactly(Outcome.NOT_SETTLED);
            assertFound(application, lagging);
            assertThat(pairs()).isEqualTo(pairsOf(rows));

            now = now.plus(IndexRebuild.LONGEST_TRANSACTION).plus(Duration.ofMinutes(5));
            IndexRebuildReport ended =
                    rebuild().finishRotations("j.doe", "test").run();
            assertThat(ended.rotations())
                    .extracting(IndexRotationReport::outcome)
                    .containsExactly(Outcome.FINISHED);
            assertVersion(version);

            // The other node still looks for both
            insert(application, 2);
            insert(lagging, 2);
            assertFound(application, lagging);
        }
    }

    @Test
    void aChangeAfterTheGraceLeavesNothingUnderTheOldKey() {
        insert(application, 4);
        seal.keys().rotateIndex("default", "j.doe", "test");
        now = now.plus(HARD_LIMIT).plus(Duration.ofMinutes(5));

        application.inTransaction(session -> session.find(Patient.class, 0L).ssn = "changed");

        assertThat(RawRows.query(application, "select ssn_bidx from patient where id = 0"))
                .singleElement()
                .satisfies(value -> assertThat(value).startsWith(2));
        assertThat(find(application, BY_SSN, "changed")).containsExactly(0L);
        assertThat(find(application, BY_SSN, ssn(0))).isEmpty();
    }

    private void assertFound(SessionFactory... nodes) {
        for (SessionFactory node : nodes) {
            for (int i = 0; i < rows; i++) {
                assertThat(find(node, BY_SSN, ssn(i))).containsExactly((long) i);
                assertThat(find(node, BY_END, end(i))).containsExactly((long) i);
                String email = email(i).toUpperCase(Locale.ROOT);
                int id = i;
                assertThat(node.<List<Long>>fromSession(session -> session.createQuery(BY_EMAIL, Long.class)
                                .setParameter("x", email)
                                .setParameter("xs", List.of(ssn(id), "nobody's"))
                                .getResultList()))
                        .containsExactly((long) i);
            }
            assertThat(find(node, NOT_BY_SSN, ssn(0))).hasSize(rows - 1);
        }
    }

    private void assertVersion(int version) {
        for (String column : List.of("ssn_bidx", "ssnEnd_bidx", "email_bidx")) {
            assertThat(RawRows.of(application, "patient", column))
                    .hasSize(rows)
                    .allSatisfy(value -> assertThat(value).startsWith(version));
        }
        assertThat(RawRows.of(application, "visitor", "badge_bidx"))
                .isNotEmpty()
                .allSatisfy(value -> assertThat(value).startsWith(version));
    }

    private long pairs() {
        return application.fromSession(
                session -> session.createQuery(PAIRS, Long.class).getSingleResult());
    }

    /** Two rows in succession share an e-mail address. */
    private static long pairsOf(int rows) {
        return rows;
    }

    private static List<Long> find(SessionFactory node, String query, String value) {
        return node.fromSession(session ->
                session.createQuery(query, Long.class).setParameter("x", value).getResultList());
    }

    private void insert(SessionFactory node, int count) {
        for (int i = 0; i < count; i++) {
            int id = rows++;
            node.inTransaction(session -> {
                session.persist(new Patient(id, ssn(id), email(id)));
                session.persist(new Visitor(id, "badge " + id));
            });
        }
    }

    private static String ssn(int id) {
        return "ssn " + end(id);
    }

    private static String end(int id) {
        return Integer.toString(id + 100);
    }

    private static String email(int id) {
        return "Mail" + id / 2 + "@example.org";
    }

    private IndexRebuild rebuild() {
        return SealedColumns.of(application).indexRebuild(pool).pageSize(3);
    }

    private SessionFactory start(ColumnSeal with, String action) {
        TestFactory made = TestFactory.of(Patient.class, Being.class, Visitor.class)
                .seal(with)
                .setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action);
        database.forEach(made::setting);
        SessionFactory factory = made.build();
        factories.add(factory);
        return factory;
    }

    private ColumnSeal newSeal() {
        InstantSource clock = () -> now;
        ColumnSeal made = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
                .keyStore(store)
                .cacheHardLimit(HARD_LIMIT)
                .clock(clock.withZone(ZoneOffset.UTC))
                .build();
        seals.add(made);
        return made;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Encrypted @BlindIndex
        @BlindIndex(name = "ssnEnd", extractor = LastCharacters.class, length = 3)
        String ssn;

        @Transient
        String ssnEnd;

        @Encrypted @BlindIndex(normalizer = FoldCase.class)
        String email;

        Patient() {}

        Patient(long id, String ssn, String email) {
            this.id = id;
            this.ssn = ssn;
            this.email = email;
        }
    }

    /** Has no table of its own, but the registry names it for the column. */
    @Entity(name = "Being")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    abstract static class Being {
        @Id
        long id;

        @Encrypted @BlindIndex
        String badge;
    }

    @Entity(name = "Visitor")
    @Table(name = "visitor")
    static class Visitor extends Being {

        Visitor() {}

        Visitor(long id, String badge) {
            this.id = id;
            this.badge = badge;
        }
    }
}
