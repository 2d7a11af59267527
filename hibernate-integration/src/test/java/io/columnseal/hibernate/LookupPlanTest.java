package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.index.FoldCase;
import io.columnseal.index.LastCharacters;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Lookups use the database index, by the database's own plans. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LookupPlanTest {

    private static final int ROWS = 2_000;

    private final Statements statements = new Statements();
    private SessionFactory factory;

    abstract TestDatabase server();

    /** The statement that brings the planner's statistics up to date. */
    abstract String analyze();

    /** The column of the explanation that names the indexes in use. */
    abstract String planColumn();

    @BeforeAll
    void start() {
        factory = TestFactory.of(Patient.class)
                .database(server())
                .setting(AvailableSettings.STATEMENT_INSPECTOR, statements)
                .setting(AvailableSettings.STATEMENT_BATCH_SIZE, 100)
                .build();
        factory.inStatelessTransaction(session -> {
            for (int i = 0; i < ROWS; i++) {
                session.insert(new Patient(i, "ssn-" + i));
            }
        });
        factory.inSession(session -> session.doWork(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute(analyze());
            }
        }));
    }

    @AfterAll
    void stop() {
        factory.close();
    }

    @Test
    void equality() {
        assertUsesIndex("select p.id from Patient p where p.ssn = :x");
    }

    @Test
    void listsOfValues() {
        assertUsesIndex("select p.id from Patient p where p.ssn in (:x, 'ssn-7', 'ssn-8')");
    }

    @Test
    void partsOfValues() {
        assertUsesIndex(
                "select p.id from Patient p where p.ssnEnd = '1005'",
                1005,
                "ix_patient_ssnend_bidx",
                ssn().lookupValues("ssnEnd", "1005"));
    }

    @Test
    void uniqueValues() {
        assertUsesIndex(
                "select p.id from Patient p where lower(p.card) = lower('CARD-5')",
                5,
                "uk_patient_card_bidx",
                SealedColumns.of(factory).column(Patient.class, "card").lookupValues("card-5"));
    }

    @Test
    void selfJoins() {
        assertUsesIndex("select q.id from Patient p join Patient q on q.ssn = p.ssn where p.id = 5");
    }

    @Test
    void prefixes() {
        statements.all.clear();
        factory.inSession(session -> assertThat(
                        session.createQuery("select p.id from Patient p where p.ssn like 'ssn-555%'", Long.class)
                                .getResultList())
                .containsExactly(555L));
        List<byte[]> ends = new ArrayList<>();
        for (PrefixRange range : ssn().prefixRanges("ssn-555")) {
            ends.add(range.first());
            ends.add(range.last());
        }

        assertThat(plan(statements.all.get(0), ends)).contains("ix_patient_ssn_pidx");
    }

    private SealedColumnAccess ssn() {
        return SealedColumns.of(factory).column(Patient.class, "ssn");
    }

    private void assertUsesIndex(String hql) {
        List<byte[]> values = new ArrayList<>();
        for (String value : List.of("ssn-5", "ssn-7", "ssn-8")) {
            values.addAll(ssn().lookupValues(value));
        }
        assertUsesIndex(hql, 5, "ix_patient_ssn_bidx", values);
    }

    /** @param values what the statement's parameters are, in their order */
    private void assertUsesIndex(String hql, long found, String index, List<byte[]> values) {
        statements.all.clear();
        factory.inSession(session -> {
            var query = session.createQuery(hql, Long.class);
            if (hql.contains(":x")) {
                query.setParameter("x", "ssn-5");
            }
            assertThat(query.getResultList()).contains(found);
        });

        assertThat(plan(statements.all.get(0), values).toLowerCase(Locale.ROOT)).contains(index);
    }

    private String plan(String sql, List<byte[]> values) {
        return factory.fromSession(session -> session.doReturningWork(connection -> {
            try (var statement = connection.prepareStatement("explain " + sql)) {
                for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
                    statement.setBytes(i, values.get(i - 1));
                }
                List<String> lines = new ArrayList<>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        lines.add(rows.getString(planColumn()));
                    }
                }
                return String.join("\n", lines);
            }
        }));
    }

    /** What Hibernate sends. */
    private static final class Statements implements StatementInspector {

        private static final long serialVersionUID = 1L;

        private final transient List<String> all = new ArrayList<>();

        @Override
        public String inspect(String sql) {
            all.add(sql);
            return sql;
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Encrypted @BlindIndex
        @BlindIndex(prefix = 8)
        @BlindIndex(name = "ssnEnd", extractor = LastCharacters.class, length = 4)
        String ssn;

        @Transient
        String ssnEnd;

        @Encrypted @BlindIndex(unique = true, normalizer = FoldCase.class)
        String card;

        Patient() {}

        Patient(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
            this.card = "card-" + id;
        }
    }
}
