package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ReencryptionException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedPagesTest {

    private static final int ROWS = 20;

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = H2ReencryptionTest.h2("pages");
        ClinicTables tables = new ClinicTables(database.dataSource());
        tables.create(database);
        for (int i = 0; i < ROWS; i++) {
            tables.update("insert into patient (id, ssn) values (?, ?)", (long) i, new byte[40]);
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void walksOverEveryRowOnce() throws SQLException {
        assertThat(walk(Integer.MAX_VALUE)).isEqualTo(ROWS);
    }

    /** As one of MySQL's drivers does with numbers above the largest long. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 18})
    void doesNotWalkInACircleWhereTheDriverBindsSomeKeysAsOthers(int largestBoundRight) {
        assertThatExceptionOfType(ReencryptionException.class)
                .isThrownBy(() -> walk(largestBoundRight))
                .satisfies(error -> assertThat(error.table()).isEqualTo("patient"));
    }

    private int walk(int largestBoundRight) throws SQLException {
        Dialect dialect = new StandardDialect() {
            @Override
            public void bindKey(PreparedStatement statement, int index, Object value) throws SQLException {
                statement.setObject(index, (long) value > largestBoundRight ? -1L : value);
            }
        };
        int rows = 0;
        try (Connection connection = database.dataSource().getConnection()) {
            ColumnSql sql = new ColumnSql(ClinicTables.SSN, dialect, dialect.key(connection, ClinicTables.SSN));
            TableQuery everything = new TableQuery(new TableSql(List.of(sql)), Collections.singletonList(null));
            Pages<TableRow> pages = new KeyedPages<>(sql, everything, new PageLimits(1, 1 << 20, 0));
            List<TableRow> page;
            do {
                page = pages.read(connection);
                rows += page.size();
                assertThat(rows).isLessThan(100 * ROWS);
            } while (pages.advance());
        }
        return rows;
    }
}
