package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.QueryRefusedException;
import io.columnseal.index.LastCharacters;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.kms.LocalKms;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node of the release before, without the index, starts again while the one with it is rolled out. */
class ReturnedIndexTest {

    private static final Pattern STATEMENT = Pattern.compile("update columnseal_columns [^;]+");

    private final JdbcDataSource keys = new JdbcDataSource();
    private final Map<String, Object> application = new H2Database().create();

    @BeforeEach
    void rollOut() {
        keys.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        JdbcDataKeyStore.on(keys).createSchema();
        try (SessionFactory created = start(Indexed.class, "create")) {
            created.inTransaction(session -> session.persist(new Indexed(1, "old-1111")));
        }
        try (SessionFactory before = start(Before.class, "none")) {
            before.inTransaction(session -> session.find(Before.class, 1).ssn = "new-2222");
        }
    }

    private SessionFactory start(Class<?> entity, String action) {
        ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
                .keyStore(JdbcDataKeyStore.on(keys))
                .build();
        TestFactory factory = TestFactory.of(entity).ownSeal(seal);
        application.forEach(factory::setting);
        return factory.setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action)
                .build();
    }

    private static List<Long> find(SessionFactory factory, String condition) {
        return factory.fromSession(session -> session.createQuery(
                        "select p.id from Patient p where " + condition + " order by p.id", Long.class)
                .getResultList());
    }

    private static QueryRefusedException refusal(SessionFactory factory, String condition) {
        return catchThrowableOfType(QueryRefusedException.class, () -> find(factory, condition));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p.ssn = 'old-1111'",
                "p.ssn <> 'old-1111'",
                "p.ssn in ('old-1111')",
                "p.ssn like 'old%'",
                "p.ssnEnd = '1111'",
                "exists (select q.id from Patient q where q.ssn = p.ssn)"
            })
    void theNewReleaseStartsAndLooksNothingUp(String condition) {
        try (SessionFactory after = start(Indexed.class, "none")) {
            assertThat(refusal(after, condition))
                    .hasMessageContaining("no longer stored")
                    .hasMessageContaining("everyValue().run()")
                    .hasMessageContaining("update columnseal_columns set blind_indexes");
        }
    }

    @Test
    void noLookupValuesAreMadeForNativeSqlEither() {
        try (SessionFactory after = start(Indexed.class, "none")) {
            SealedColumnAccess ssn = SealedColumns.of(after).column(Indexed.class, "ssn");

            assertThatThrownBy(() -> ssn.lookupValues("old-1111")).isInstanceOf(QueryRefusedException.class);
            assertThatThrownBy(() -> ssn.prefixRanges("old")).isInstanceOf(QueryRefusedException.class);
            assertThat(ssn.indexValue("old-1111")).isNotNull();
        }
    }

    @Test
    void everythingElseWorksMeanwhile() {
        try (SessionFactory after = start(Indexed.class, "none")) {
            after.inTransaction(session -> session.persist(new Indexed(2, "two-2222")));
            after.inTransaction(session -> session.find(Indexed.class, 2L).ssn = "two-3333");

            assertThat(find(after, "p.ssn is not null")).containsExactly(1L, 2L);
        }
    }

    @Test
    void findsAgainWhatIsStoredOnceTheRemedyWasFollowed() throws SQLException {
        for (int start = 1; start <= 2; start++) {
            // The mark outlives starts of the new release
            try (SessionFactory after = start(Indexed.class, "none")) {
                assertThat(refusal(after, "p.ssn = 'old-1111'")).isNotNull();
            }
        }
        try (SessionFactory after = start(Indexed.class, "none");
                HikariDataSource pool = FactoryDatabase.open(after)) {
            after.inTransaction(session -> session.persist(new Indexed(2, "two-3333")));
            assertThat(SealedColumns.of(after)
                            .indexRebuild(pool)
                            .everyValue()
                            .run()
                            .complete())
                    .isTrue();
            for (String condition : List.of("p.ssn = 'x'", "p.ssn like 'x%'", "p.ssnEnd = 'x'")) {
                execute(refusal(after, condition).getMessage());
            }
        }

        try (SessionFactory restarted = start(Indexed.class, "none")) {
            assertThat(find(restarted, "p.ssn = 'old-1111'")).isEmpty();
            assertThat(find(restarted, "p.ssn like 'old%' or p.ssnEnd = '1111'"))
                    .isEmpty();
            assertThat(find(restarted, "p.ssn = 'new-2222'")).containsExactly(1L);
            assertThat(find(restarted, "p.ssn like 'n%' and p.ssnEnd = '2222'")).containsExactly(1L);
            assertThat(find(restarted, "p.ssn like 't%'")).containsExactly(2L);
        }
        try (SessionFactory again = start(Indexed.class, "none")) {
            assertThat(find(again, "p.ssn = 'new-2222'")).containsExactly(1L);
        }
    }

    private void execute(String message) throws SQLException {
        try (Connection connection = keys.getConnection();
                Statement statement = connection.createStatement()) {
            for (String update : STATEMENT
                    .matcher(message)
                    .results()
                    .map(java.util.regex.MatchResult::group)
                    .toList()) {
                assertThat(statement.executeUpdate(update)).isEqualTo(1);
            }
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Before {
        @Id
        long id;

        @Encrypted String ssn;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Indexed {
        @Id
        long id;

        @Encrypted @BlindIndex
        @BlindIndex(prefix = 3)
        @BlindIndex(name = "ssnEnd", extractor = LastCharacters.class, length = 4)
        String ssn;

        @Transient
        String ssnEnd;

        Indexed() {}

        Indexed(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
        }
    }
}
