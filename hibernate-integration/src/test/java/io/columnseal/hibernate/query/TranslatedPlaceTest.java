package io.columnseal.hibernate.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.hibernate.sql.ast.Clause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The second line of the guard: what the translator knows of a place, whatever was read from the query. */
class TranslatedPlaceTest {

    private final TranslatedPlace place = new TranslatedPlace();

    @ParameterizedTest
    @CsvSource({
        "WHERE, MATCHED",
        "HAVING, FILTERED_BY_HAVING",
        "GROUP, GROUPED",
        "ORDER, ORDERED",
        "WITHIN_GROUP, ORDERED",
        "OVER, WINDOWED",
        "PARTITION, WINDOWED",
        "FROM, UNKNOWN"
    })
    void refusesAPathInAClauseThatNeedsItsValue(Clause clause, Use use) {
        assertThat(place.forbiddenUse(clause)).isEqualTo(use);
    }

    @ParameterizedTest
    @EnumSource(names = {"SELECT", "SET", "INSERT", "VALUES"})
    void leavesItToTheQueryInClausesThatMayHoldIt(Clause clause) {
        assertThat(place.forbiddenUse(clause)).isNull();
        assertThat(place.forbiddenUse(null)).isNull();
    }

    @Test
    void refusesAPathInsideAFunctionInEveryClause() {
        assertThat(place.insideFunction(() -> place.forbiddenUse(Clause.SELECT)))
                .isEqualTo(Use.PASSED_TO_A_FUNCTION);
        assertThat(place.insideFunction(() -> place.insideFunction(() -> place.forbiddenUse(Clause.SET))))
                .isEqualTo(Use.PASSED_TO_A_FUNCTION);
        assertThat(place.forbiddenUse(Clause.SELECT)).isNull();
    }

    @Test
    void allowsNullTestsAndLookupsAnywhereAndForgetsThemAfterwards() {
        assertThat(place.insideNullTest(() -> place.forbiddenUse(Clause.WHERE))).isNull();
        assertThat(place.insideLookup(() -> place.forbiddenUse(Clause.WHERE))).isNull();
        assertThat(place.forbiddenUse(Clause.WHERE)).isEqualTo(Use.MATCHED);
        assertThat(place.isLookup()).isFalse();
    }
}
