package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.CITY;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted in one look through a table. */
class CensusTakerTest {

    private TestDatabase database;
    private ClinicTables tables;
    private Clinic clinic;

    @BeforeEach
    void open() {
        database = connect();
        tables = new ClinicTables(database.dataSource());
        tables.create(database);
        clinic = new Clinic();
        insert(1, clinic.seal(SSN, NORTH, "1"), null);
        insert(2, clinic.seal(SSN, NORTH, "2"), clinic.seal(CITY, NORTH, "Kiel"));
        insert(3, clinic.seal(SSN, SOUTH, "3"), "Kiel");
        insert(4, null, clinic.seal(CITY, SOUTH, "Ulm"));
        insert(5, null, null);
        clinic.rotate(NORTH);
        insert(6, clinic.seal(SSN, NORTH, "6"), clinic.seal(CITY, NORTH, "Kassel"));
    }

    TestDatabase connect() {
        return H2ReencryptionTest.h2("census");
    }

    @AfterEach
    void close() {
        clinic.close();
        database.close();
    }

    @Test
    void everyColumnHasItsOwnCounts() {
        assertCounts(take(HeaderCounts.MAX_HEADERS));
    }

    /** Three keys in one column, of which one for each column is kept: each column is counted by itself then. */
    @Test
    void isTheSameIfTheCombinationsOfKeysAreTooMany() {
        assertCounts(take(3));
    }

    private static void assertCounts(List<Census> censuses) {
        Census ssn = censuses.get(0);
        assertThat(ssn.staleRows()).isEqualTo(2);
        assertThat(ssn.remaining()).isEqualTo(2);
        assertThat(ssn.headers()).isEqualTo(3);
        assertThat(ssn.longestStaleLength()).isEqualTo(39);
        assertThat(ssn.meanStaleLength()).isEqualTo(39);
        Census city = censuses.get(1);
        assertThat(city.staleRows()).isEqualTo(1);
        // One is not sealed
        assertThat(city.remaining()).isEqualTo(2);
        assertThat(city.headers()).isEqualTo(3);
    }

    private List<Census> take(int limit) {
        Dialect dialect = Dialects.of(database.dataSource());
        RetriedTransactions transactions = new RetriedTransactions(database.dataSource(), dialect);
        NamedKeys keys = new NamedKeys(
                clinic.keyStore(), row -> true, new Retries(LockSupport::parkNanos, new StopSignal(() -> false)));
        CensusQuery query = new CensusQuery(
                List.of(new ColumnSql(SSN, dialect, List.of()), new ColumnSql(CITY, dialect, List.of())));
        return new CensusTaker(keys, transactions, limit).take(query);
    }

    private void insert(long id, Object ssn, Object city) {
        tables.update("insert into patient (id, ssn, city) values (?, ?, ?)", id, ssn, city);
    }
}
