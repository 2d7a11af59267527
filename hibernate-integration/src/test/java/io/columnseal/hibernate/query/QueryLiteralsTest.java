package io.columnseal.hibernate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.TestFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Literals assigned to encrypted attributes never stand in the SQL. */
class QueryLiteralsTest {

    private static final String NUMBER = "7354901";

    private final List<String> statements = new CopyOnWriteArrayList<>();

    private SessionFactory start(boolean comments) {
        StatementInspector inspector = sql -> {
            statements.add(sql);
            return sql;
        };
        return TestFactory.of(Clinic.ENTITIES)
                .setting(AvailableSettings.STATEMENT_INSPECTOR, inspector)
                .setting(AvailableSettings.USE_SQL_COMMENTS, comments)
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update Patient p set p.ssn = 'NEEDLE', p.age = 7354901, p.balance = 7354901.5bd",
                "insert into Doctor (id, name, phone) values (5, 'x', 'NEEDLE')",
                "insert into Doctor (id, name, phone) values (5, 'x', 'NEEDLE'), (6, 'y', 'NEEDLE')",
                "insert into Doctor (id, name, phone) values (5, 'x', 'y') on conflict (id) do update set phone = 'NEEDLE'",
                "update Savings s set s.pin = 'NEEDLE', s.iban = 'NEEDLE'"
            })
    void areBoundAsParameters(String statement) {
        try (SessionFactory factory = start(false)) {
            Queries.run(factory, statement);

            assertThat(statements).isNotEmpty().noneMatch(sql -> sql.contains("NEEDLE") || sql.contains(NUMBER));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update Patient p set p.ssn = 'NEEDLE'",
                "update Patient p set p.ssn = 'NEEDLE' where p.ssn is null",
                "update Savings s set s.pin = 'NEEDLE' where s.pin is null",
                "insert into Doctor (id, name, phone) values (1, 'x', 'NEEDLE'), (2, 'y', :text)",
                "insert into Doctor (id, name, phone) values (1, 'x', :text), (2, 'y', 'NEEDLE')"
            })
    void areRefusedWhereTheTextOfTheQueryBecomesAComment(String statement) {
        try (SessionFactory factory = start(true)) {
            statements.clear();

            assertThatThrownBy(() -> Queries.run(factory, statement))
                    .isInstanceOf(QueryRefusedException.class)
                    .hasMessageContaining("hibernate.use_sql_comments")
                    .hasMessageNotContaining("NEEDLE");
            assertThat(statements).noneMatch(sql -> sql.contains("NEEDLE"));
        }
    }

    @Test
    void mayBeParametersOrCriteriaEvenThen() {
        try (SessionFactory factory = start(true)) {
            Queries.run(factory, "update Patient p set p.ssn = :text, p.note = null");
            factory.inTransaction(session -> {
                var update = factory.getCriteriaBuilder().createCriteriaUpdate(Clinic.Patient.class);
                update.from(Clinic.Patient.class);
                update.set("ssn", "NEEDLE");
                session.createMutationQuery(update).executeUpdate();
            });

            assertThat(statements).anyMatch(sql -> sql.contains("/*")).noneMatch(sql -> sql.contains("NEEDLE"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update Patient p set p.age = 3000000000",
                "update Patient p set p.ssn = :text where p.city = :text",
                "update Patient p set p.ssn = :text, p.city = :text",
                "update Patient p set p.ssn = :text where p.city = upper(:text)",
                "insert into Patient (id, ssn, city, age, vip) values (5, :text, :text, 1, true)",
                "update Patient p set p.ssn = io.columnseal.hibernate.query.Queries.NEEDLE",
                "insert into Savings (id, bank) values (5, 'x')",
                "update Card c set c.holder = 'x'"
            })
    void areRefusedWhereTheyCouldNotBeSealedOrAPlainColumnWouldBe(String statement) {
        try (SessionFactory factory = start(false)) {
            assertThatThrownBy(() -> Queries.run(factory, statement))
                    .isExactlyInstanceOf(QueryRefusedException.class)
                    .hasMessageNotContaining("NEEDLE")
                    .hasMessageNotContaining("3000000000");
        }
    }
}
