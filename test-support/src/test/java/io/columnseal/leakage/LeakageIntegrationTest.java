package io.columnseal.leakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.columnseal.InspectionException;
import io.columnseal.Storage;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.catalogue.TenantColumn;
import io.columnseal.leakage.LeakageFinding.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of index values in one database's tables. */
abstract class LeakageIntegrationTest {

    private static final IndexColumn WHOLE = new IndexColumn("", "ssn_bidx", "", 128);
    private static final IndexColumn LAST_FOUR = new IndexColumn("last4", "last4_bidx", "", 128);
    private static final SealedColumn SSN = new SealedColumn(
                    "app.Patient",
                    "ssn",
                    "leak_patient",
                    List.of("id"),
                    "ssn",
                    "patient.ssn",
                    "field",
                    "text",
                    Storage.BINARY,
                    1,
                    false,
                    List.of(WHOLE))
            .withTenant(new TenantColumn("leak_patient", List.of("id"), "clinic"));

    private DataSource dataSource;
    private Connection connection;
    private int lastId;

    abstract DataSource connect();

    abstract String binaryType();

    @BeforeEach
    void create() throws SQLException {
        dataSource = connect();
        connection = dataSource.getConnection();
        for (String table : List.of("leak_patient", "leak_person")) {
            execute("drop table if exists " + table);
        }
        execute("create table leak_person (person bigint primary key, clinic varchar(40))");
        execute("create table leak_patient (id bigint primary key, clinic varchar(40), ssn_bidx " + binaryType()
                + ", last4_bidx " + binaryType() + ")");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void valuesThatAreAllDifferentRevealNothing() throws SQLException {
        insert("north", 1, 0, 64, 64);
        insert("south", 1, 0, 16, 16);

        IndexLeakage index = measure(SSN);

        assertThat(index.rows()).isEqualTo(80);
        assertThat(index.values()).isEqualTo(80);
        assertThat(index.tenants()).isEqualTo(2);
        assertThat(index.byTenant()).isTrue();
        assertThat(index.worst()).isEqualTo(new TenantFigures("north", 1, 64, 64, 1, 6));
        assertThat(index.findings()).isEmpty();
    }

    @Test
    void tellsTheEntropyAndTheLargestGroupOfTheWorstTenant() throws SQLException {
        insert("even", 1, 0, 16, 16);
        insert("uneven", 1, 0, 8, 1);
        insert("uneven", 1, 1, 4, 1);
        insert("uneven", 1, 2, 4, 1);

        TenantFigures worst = measure(SSN).worst();

        assertThat(worst.tenant()).isEqualTo("uneven");
        assertThat(worst.rows()).isEqualTo(16);
        assertThat(worst.values()).isEqualTo(3);
        assertThat(worst.largestGroup()).isEqualTo(8);
        assertThat(worst.largestShare()).isEqualTo(0.5);
        assertThat(worst.entropyBits()).isCloseTo(1.5, within(1e-9));
        assertThat(worst.mostEntropyBits()).isCloseTo(4, within(1e-9));
    }

    @Test
    void manyTenantsWithTwoValuesEachHaveFewValues() throws SQLException {
        for (int tenant = 0; tenant < 100; tenant++) {
            insert("clinic-" + tenant, 1, 0, 12, 2);
        }

        IndexLeakage index = measure(SSN);

        assertThat(index.values()).isEqualTo(200);
        assertThat(index.mostValues()).isEqualTo(2);
        assertThat(index.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.FEW_VALUES);
            assertThat(finding.attribute()).isEqualTo("Patient.ssn");
            assertThat(finding.column()).isEqualTo("leak_patient.ssn_bidx");
            assertThat(finding.problem()).contains("no tenant has more than 2 different values");
        });
    }

    @Test
    void aPlaceholderIsFoundWithItsTenant() throws SQLException {
        insert("north", 1, 0, 90, 90);
        insert("north", 1, 1000, 10, 1);
        insert("south", 1, 0, 100, 100);

        assertThat(measure(SSN).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.FREQUENT_VALUE);
            assertThat(finding.problem()).contains("10.0 % of 100 rows of tenant north");
        });
    }

    @Test
    void valuesThatRepeatAreFound() throws SQLException {
        insert("north", 1, 0, 200, 100);

        assertThat(measure(SSN).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.REPEATED_VALUES);
            assertThat(finding.problem()).contains("2.0 rows of a tenant");
        });
    }

    @Test
    void tenantsWithFewRowsDoNotHideOneWithMany() throws SQLException {
        insert("large", 1, 0, 400, 100);
        for (int tenant = 0; tenant < 500; tenant++) {
            insert("small-" + tenant, 1, 0, 1, 1);
        }

        assertThat(measure(SSN).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.REPEATED_VALUES);
            assertThat(finding.problem()).contains("4.0 of the 400 rows of tenant large");
        });
    }

    @Test
    void tenantsWithFewRowsDoNotHideFewValues() throws SQLException {
        insert("large", 1, 0, 120, 30);
        for (int tenant = 0; tenant < 200; tenant++) {
            insert("small-" + tenant, 1, 0, 1, 1);
        }

        assertThat(measure(SSN).findings()).extracting(LeakageFinding::kind).containsExactly(Kind.FEW_VALUES);
    }

    @Test
    void anIndexOfPrefixesSaysThatItRevealsMore() throws SQLException {
        insert("north", 1, 0, 20, 20);

        assertThat(measure(column(false, SSN.tenant(), new IndexColumn(IndexColumn.PREFIXES, "ssn_bidx", "", 128)))
                        .findings())
                .extracting(LeakageFinding::kind)
                .containsExactly(Kind.PREFIXES);
    }

    @Test
    void aTransactionOfTheCallersGoesOn() throws SQLException {
        connection.setAutoCommit(false);
        insert("north", 1, 0, 20, 20);

        assertThat(measure(SSN).rows()).isEqualTo(20);
        assertThatThrownBy(() -> measure(column(false, null, new IndexColumn("", "email_bidx", "", 128))))
                .isInstanceOf(InspectionException.class);
        connection.commit();

        connection.setAutoCommit(true);
        assertThat(measure(SSN).rows()).isEqualTo(20);
    }

    @Test
    void aHandfulOfRowsProvesNothing() throws SQLException {
        insert("north", 1, 0, 4, 1);
        insert("south", 1, 0, 5, 1);

        assertThat(measure(SSN).findings()).isEmpty();
    }

    @Test
    void rowsWithoutAValueAreNotCounted() throws SQLException {
        insert("north", 1, 0, 20, 20);
        try (PreparedStatement insert = connection.prepareStatement("insert into leak_patient (id) values (?)")) {
            insert.setLong(1, ++lastId);
            insert.executeUpdate();
        }

        assertThat(measure(SSN).rows()).isEqualTo(20);
        assertThat(measure(SSN).tenants()).isEqualTo(1);
    }

    @Test
    void anEmptyTableHasNoWorstTenant() {
        IndexLeakage index = measure(SSN);

        assertThat(index.rows()).isZero();
        assertThat(index.tenants()).isZero();
        assertThat(index.worst()).isNull();
        assertThat(index.findings()).isEmpty();
    }

    /** A collation that takes them for one would mix two tenants' values, and make one value of a tenant two. */
    @Test
    void tenantsThatDifferByCaseAreTwo() throws SQLException {
        insert("acme", 1, 0, 20, 1);
        insert("ACME", 1, 0, 20, 1);

        IndexLeakage index = measure(SSN);

        assertThat(index.tenants()).isEqualTo(2);
        assertThat(index.mostValues()).isEqualTo(1);
    }

    @Test
    void rowsThatNameNoTenantAreOneTenants() throws SQLException {
        insert(null, 1, 0, 20, 20);
        insert("north", 1, 0, 16, 16);

        IndexLeakage index = measure(SSN);

        assertThat(index.tenants()).isEqualTo(2);
        assertThat(index.worst().tenant()).isNull();
    }

    @Test
    void valuesUnderTwoKeysAreCountedApart() throws SQLException {
        insert("north", 1, 0, 40, 40);
        insert("north", 2, 0, 24, 24);
        insert("south", 2, 0, 20, 20);

        IndexLeakage index = measure(SSN);

        assertThat(index.tenants()).isEqualTo(2);
        assertThat(index.mostValues()).isEqualTo(40);
        assertThat(index.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.KEY_CHANGING);
            assertThat(finding.kind().isWarning()).isFalse();
            assertThat(finding.problem()).contains("1 tenant(s)");
        });
    }

    @Test
    void aTenantMayBeNamedInTheTableThatThisOneExtends() throws SQLException {
        insert(null, 1, 0, 40, 2);
        execute("insert into leak_person (person, clinic) select id, case when id <= 20 then 'north' else 'south' end"
                + " from leak_patient");

        IndexLeakage index = measure(SSN.withTenant(new TenantColumn("leak_person", List.of("person"), "clinic")));

        assertThat(index.tenants()).isEqualTo(2);
        assertThat(index.rows()).isEqualTo(40);
        assertThat(index.values()).isEqualTo(4);
    }

    @Test
    void sharedValuesAreOneGroup() throws SQLException {
        insert("north", 1, 0, 20, 20);
        insert("south", 1, 100, 20, 20);

        IndexLeakage index = measure(column(true, SSN.tenant(), WHOLE));

        assertThat(index.byTenant()).isFalse();
        assertThat(index.tenants()).isEqualTo(1);
        assertThat(index.worst().tenant()).isNull();
        assertThat(index.worst().rows()).isEqualTo(40);
    }

    @Test
    void tenantsThatCannotBeToldApartAreMentioned() throws SQLException {
        insert("north", 1, 0, 20, 20);
        // Under the second key of its own, which is no change of keys
        insert("south", 2, 0, 20, 20);
        SealedColumn unknown = column(false, null, WHOLE);

        assertThat(new LeakageMeasurement(connection, true).of(List.of(unknown)).findings())
                .extracting(LeakageFinding::kind)
                .containsExactly(Kind.TENANTS_UNKNOWN);
        assertThat(new LeakageMeasurement(connection, true).of(List.of(SSN)).findings())
                .isEmpty();
        assertThat(new LeakageMeasurement(connection, true)
                        .of(List.of(column(true, null, WHOLE)))
                        .findings())
                .extracting(LeakageFinding::kind)
                .doesNotContain(Kind.TENANTS_UNKNOWN);
    }

    @Test
    void everyIndexOfAColumnIsMeasured() throws SQLException {
        insert("north", 1, 0, 60, 60);
        execute(
                "update leak_patient set last4_bidx = (select min(ssn_bidx) from (select ssn_bidx from leak_patient) a)");

        LeakageReport report = new LeakageMeasurement(connection, false)
                .of(List.of(column(false, SSN.tenant(), WHOLE, LAST_FOUR), column(false, null)));

        assertThat(report.indexes())
                .extracting(IndexLeakage::place)
                .containsExactly("leak_patient.ssn_bidx", "leak_patient.last4_bidx");
        assertThat(report.warnings()).extracting(LeakageFinding::column).containsExactly("leak_patient.last4_bidx");
    }

    @Test
    void leavesTheConnectionAsItWas() throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            connection.setAutoCommit(autoCommit);

            measure(SSN);

            assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
            assertThat(connection.isReadOnly()).isFalse();
            execute("delete from leak_patient");
        }
        connection.rollback();
    }

    @Test
    void saysWhereTheDatabaseRefused() {
        SealedColumn missing = column(false, null, new IndexColumn("", "email_bidx", "", 128));

        assertThatThrownBy(() -> measure(missing))
                .isInstanceOf(InspectionException.class)
                .hasMessageContaining("leak_patient.email_bidx")
                .hasNoCause();
    }

    private IndexLeakage measure(SealedColumn column) {
        return new LeakageMeasurement(connection, false)
                .of(List.of(column))
                .indexes()
                .get(0);
    }

    private static SealedColumn column(boolean shared, @Nullable TenantColumn tenant, IndexColumn... indexes) {
        return new SealedColumn(
                SSN.entity(),
                SSN.attribute(),
                SSN.table(),
                SSN.keyColumns(),
                SSN.column(),
                SSN.context(),
                SSN.purpose(),
                SSN.codec(),
                SSN.storage(),
                SSN.paddingBytes(),
                shared,
                List.of(indexes),
                tenant);
    }

    /** Rows of a tenant, whose values are a number and those that follow it, in turn. */
    private void insert(@Nullable String tenant, int keyVersion, int firstValue, int rows, int values)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into leak_patient (id, clinic, ssn_bidx) values (?, ?, ?)")) {
            for (int row = 0; row < rows; row++) {
                insert.setLong(1, ++lastId);
                insert.setString(2, tenant);
                insert.setBytes(3, indexValue(tenant, keyVersion, firstValue + row % values));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** As different between tenants and keys as real ones. */
    private static byte[] indexValue(@Nullable String tenant, int keyVersion, int value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((tenant + "/" + keyVersion + "/" + value).getBytes(StandardCharsets.UTF_8));
            byte[] indexValue = new byte[17];
            System.arraycopy(hash, 0, indexValue, 1, 16);
            indexValue[0] = (byte) keyVersion;
            return indexValue;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
