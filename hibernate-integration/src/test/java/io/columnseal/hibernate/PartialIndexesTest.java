package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.index.BlindIndexer;
import io.columnseal.index.DigitsOnly;
import io.columnseal.index.FirstCharacters;
import io.columnseal.index.LastCharacters;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.envers.AuditReaderFactory;
import org.hibernate.envers.Audited;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexes of parts are written whenever their attribute is, and what stands for the parts is never written or read. */
class PartialIndexesTest {

    private SessionFactory factory;

    @BeforeEach
    void start() {
        factory = TestFactory.of(Patient.class, Sparse.class, Member.class)
                .setting(AvailableSettings.USE_SECOND_LEVEL_CACHE, true)
                .setting(AvailableSettings.CACHE_REGION_FACTORY, "jcache")
                .setting("hibernate.javax.cache.missing_cache_strategy", "create")
                .setting(AvailableSettings.GENERATE_STATISTICS, true)
                .build();
        Patient patient = new Patient();
        patient.id = 1;
        patient.ssn = "123-45-6789";
        factory.inTransaction(session -> session.persist(patient));
    }

    @AfterEach
    void stop() {
        factory.close();
    }

    private List<Long> find(String entity, String condition) {
        return factory.fromSession(
                session -> session.createQuery("select e.id from " + entity + " e where " + condition, Long.class)
                        .getResultList());
    }

    @Test
    void everyIndexHasAColumnAndAKeyOfItsOwn() {
        List<byte[]> values = Stream.of("ssn_bidx", "ssnLast4_bidx", "ssnArea_bidx")
                .map(column -> RawRows.query(factory, "select " + column + " from patient")
                        .get(0))
                .toList();

        assertThat(values)
                .doesNotHaveDuplicates()
                .allSatisfy(value -> assertThat(value).hasSize(BlindIndexer.VALUE_BYTES));
        assertThat(find("Patient", "e.ssnLast4 = '6789' and e.ssnArea = '123' and e.ssn = '123-45-6789'"))
                .containsExactly(1L);
    }

    @Test
    void changesAndMergesWriteAllIndexes() {
        factory.inTransaction(session -> session.find(Patient.class, 1L).ssn = "222-22-0001");
        assertThat(find("Patient", "e.ssnLast4 = '0001' and e.ssnArea = '222'")).containsExactly(1L);
        assertThat(find("Patient", "e.ssnLast4 = '6789' or e.ssnArea = '123'")).isEmpty();

        Patient detached = factory.fromSession(session -> session.find(Patient.class, 1L));
        detached.ssn = "333-33-0002";
        factory.inTransaction(session -> session.merge(detached));
        assertThat(find("Patient", "e.ssnLast4 = '0002' and e.ssnArea = '333'")).containsExactly(1L);

        factory.inTransaction(session -> session.find(Patient.class, 1L).ssn = null);
        assertThat(find("Patient", "e.ssnLast4 is null and e.ssnArea is null")).containsExactly(1L);
    }

    @Test
    void statelessSessionsWriteAllIndexes() {
        RunningHibernate.assumeSeven("audited entities in stateless sessions");
        factory.inStatelessTransaction(session -> {
            Patient read = session.get(Patient.class, 1L);
            read.ssn = "444-44-0003";
            session.update(read);
        });
        assertThat(find("Patient", "e.ssnLast4 = '0003' and e.ssnArea = '444'")).containsExactly(1L);

        Patient upserted = new Patient();
        upserted.id = 2;
        upserted.ssn = "555-55-0004";
        factory.inStatelessTransaction(session -> session.upsert(upserted));
        assertThat(find("Patient", "e.ssnLast4 = '0004' and e.ssnArea = '555'")).containsExactly(2L);
    }

    @Test
    void nothingIsWrittenForAPartThatTheClassHolds() {
        Statistics statistics = factory.getStatistics();
        statistics.clear();
        Patient detached = factory.fromSession(session -> session.find(Patient.class, 1L));
        assertThat(detached.ssnLast4).isNull();
        detached.ssnLast4 = "9999";
        factory.inTransaction(session -> session.merge(detached));
        factory.inTransaction(session -> session.find(Patient.class, 1L).ssnLast4 = "8888");

        assertThat(statistics.getEntityUpdateCount()).isZero();
        assertThat(find("Patient", "e.ssnLast4 in ('9999', '8888')")).isEmpty();
        assertThat(find("Patient", "e.ssnLast4 = '6789'")).containsExactly(1L);
    }

    @Test
    void theSecondLevelCacheKnowsNothingOfParts() {
        factory.inSession(session -> session.find(Patient.class, 1L));
        factory.getStatistics().clear();

        factory.inTransaction(session -> {
            Patient cached = session.find(Patient.class, 1L);
            assertThat(cached.ssnLast4).isNull();
            cached.ssn = "666-66-0005";
        });

        assertThat(factory.getStatistics().getSecondLevelCacheHitCount()).isOne();
        assertThat(find("Patient", "e.ssnLast4 = '0005'")).containsExactly(1L);
    }

    @Test
    void auditTablesHaveNoParts() {
        factory.getCache().evictAllRegions();
        factory.inTransaction(session -> session.find(Patient.class, 1L).ssn = "777-77-0006");

        factory.inSession(session -> {
            Patient first = AuditReaderFactory.get(session).find(Patient.class, 1L, 1);
            assertThat(first.ssn).isEqualTo("123-45-6789");
        });
        assertThat(columns("PATIENT_AUD")).contains("ssn").noneMatch(name -> name.contains("bidx"));
        assertThat(columns("PATIENT_AUD")).doesNotContain("ssnlast4", "ssnarea");
    }

    private List<String> columns(String table) {
        return factory.fromSession(session -> session.createNativeQuery(
                        "select lower(column_name) from information_schema.columns where upper(table_name) = :t",
                        String.class)
                .setParameter("t", table)
                .getResultList());
    }

    @Test
    void aDynamicUpdateWritesTheIndexesOfWhatItWritesOnly() {
        Sparse sparse = new Sparse();
        sparse.id = 1;
        sparse.setSsn("111-11-1111");
        factory.inTransaction(session -> session.persist(sparse));
        factory.inTransaction(slow -> {
            Sparse stale = slow.find(Sparse.class, 1L);
            factory.inTransaction(quick -> quick.find(Sparse.class, 1L).setSsn("222-22-2222"));
            stale.setName("changed");
        });

        assertThat(find("Sparse", "e.ssnLast4 = '2222' and e.name = 'changed'")).containsExactly(1L);
        assertThat(find("Sparse", "e.ssnLast4 = '1111'")).isEmpty();
    }

    @Test
    void recordsAndEmbeddablesHaveParts() {
        Member member = new Member();
        member.id = 1;
        member.card = new Card("4000 1234");
        factory.inTransaction(session -> session.persist(member));

        assertThat(find("Member", "e.cardNumberLast4 = '1234'")).containsExactly(1L);
        // By its last digits only
        assertThat(catchThrowable(() -> find("Member", "e.card.number = '4000 1234'")))
                .hasMessageContaining("Annotate it @BlindIndex");
        factory.inTransaction(session -> session.find(Member.class, 1L).card = null);
        assertThat(find("Member", "e.cardNumberLast4 is null")).containsExactly(1L);
    }

    @Test
    void aRebuildMakesTheIndexesOfPartsAndPrefixes() {
        List<byte[]> before = RawRows.query(factory, "select ssnLast4_bidx, ssn_pidx from patient");
        RawRows.update(factory, "update patient set ssnLast4_bidx = null, ssn_pidx = null");
        assertThat(find("Patient", "e.ssnLast4 = '6789' or e.ssn like '123%'")).isEmpty();

        try (HikariDataSource dataSource = FactoryDatabase.open(factory)) {
            SealedColumns.of(factory).indexRebuild(dataSource).everyValue().run();
        }

        assertThat(find("Patient", "e.ssnLast4 = '6789' and e.ssn like '123%'")).containsExactly(1L);
        List<byte[]> after = RawRows.query(factory, "select ssnLast4_bidx, ssn_pidx from patient");
        assertThat(after.get(0)).isEqualTo(before.get(0));
        assertThat(after.get(1)).isEqualTo(before.get(1));
    }

    @Test
    void theMetamodelHasTheAttributeAndCriteriaFindByIt() {
        assertThat(factory.getMetamodel().entity(Patient.class).getAttributes())
                .extracting(attribute -> attribute.getName())
                .containsExactlyInAnyOrder("id", "version", "ssn", "ssnLast4", "ssnArea");
        assertThat(factory.getMetamodel()
                        .entity(Patient.class)
                        .getAttribute("ssnLast4")
                        .getJavaType())
                .isEqualTo(String.class);
    }

    @Test
    void nativeSqlFindsByParts() {
        SealedColumnAccess ssn = SealedColumns.of(factory).column(Patient.class, "ssn");

        assertThat(ssn.indexValue("ssnLast4", "123-45-6789"))
                .isEqualTo(RawRows.query(factory, "select ssnLast4_bidx from patient")
                        .get(0));
        assertThat(ssn.lookupValues("ssnLast4", "6789"))
                .hasSize(BlindIndexer.LOOKUP_VALUES)
                .allSatisfy(value -> assertThat(value).isEqualTo(ssn.indexValue("ssnLast4", "123-45-6789")));
        assertThat(ssn.lookupValues("ssnLast4", null)).isEmpty();
        assertThat(catchThrowable(() -> ssn.lookupValues("unknown", "1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@BlindIndex(name = \"unknown\")");
    }

    @Test
    void theCatalogueListsAllIndexes() {
        assertThat(SealedColumns.of(factory).list())
                .filteredOn(column -> column.table().equals("patient"))
                .singleElement()
                .satisfies(column -> assertThat(column.indexes())
                        .extracting(index -> index.name() + "=" + index.column())
                        .containsExactly(
                                "=ssn_bidx", ".prefix=ssn_pidx", "ssnLast4=ssnLast4_bidx", "ssnArea=ssnArea_bidx"));
    }

    @Test
    void anotherExtractorIsRefusedWhereValuesAreStored() {
        try (ColumnSeal seal = TestFactory.seal()) {
            TestFactory.of(Before.class).seal(seal).build().close();
            TestFactory.of(Before.class).seal(seal).build().close();

            assertThat(refusal(TestFactory.of(After.class).seal(seal)))
                    .hasMessageContaining("Put the normalizers, the extractor and the name back");
        }
    }

    @Test
    void mistakesAreRefusedWithTheRemedy() {
        assertThat(refusal(TestFactory.of(NoProperty.class)))
                .hasMessageContaining("@Transient String last")
                .hasMessageContaining("getLast()");
        assertThat(refusal(TestFactory.of(OtherType.class))).hasMessageContaining("it as a int");
        assertThat(refusal(TestFactory.of(Mapped.class))).hasMessageContaining("Annotate that one @Transient");
        assertThat(refusal(TestFactory.of(Twice.class))).hasMessageContaining("the same name");
        assertThat(refusal(TestFactory.of(Unnamed.class))).hasMessageContaining("Name the index");
        assertThat(refusal(TestFactory.of(Misnamed.class))).hasMessageContaining("beginning with a letter");
        assertThat(refusal(TestFactory.of(Plain.class))).hasMessageContaining("Add @Encrypted");
    }

    private static Throwable refusal(TestFactory factory) {
        Throwable failure = catchThrowable(() -> factory.build().close());
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(UnsupportedMappingException.class::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not refused", failure));
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    @Audited
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "partial-patients")
    static class Patient {
        @Id
        long id;

        @Version
        int version;

        @Encrypted @BlindIndex
        @BlindIndex(prefix = 3)
        @BlindIndex(name = "ssnLast4", extractor = LastCharacters.class, length = 4, normalizer = DigitsOnly.class)
        @BlindIndex(name = "ssnArea", extractor = FirstCharacters.class, length = 3)
        String ssn;

        @Transient
        String ssnLast4;

        public String getSsnArea() {
            return ssn.substring(0, 3);
        }
    }

    @Entity(name = "Sparse")
    @DynamicUpdate
    @Access(AccessType.PROPERTY)
    static class Sparse {
        private long id;
        private String name;
        private String ssn;

        @Id
        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        @Encrypted @BlindIndex(name = "ssnLast4", extractor = LastCharacters.class, length = 4)
        public String getSsn() {
            return ssn;
        }

        public void setSsn(String ssn) {
            this.ssn = ssn;
        }

        @Transient
        public String getSsnLast4() {
            return "getters are not asked";
        }
    }

    @Embeddable
    record Card(
            @Encrypted @BlindIndex(name = "numberLast4", extractor = LastCharacters.class, length = 4)
            String number) {}

    @Entity(name = "Member")
    static class Member {
        @Id
        long id;

        @Embedded
        Card card;

        transient String cardNumberLast4;
    }

    @Entity(name = "Subject")
    @Table(name = "subject")
    static class Before {
        @Id
        long id;

        @Encrypted @BlindIndex(name = "part", extractor = LastCharacters.class, length = 4)
        String ssn;

        transient String part;
    }

    @Entity(name = "Subject")
    @Table(name = "subject")
    static class After {
        @Id
        long id;

        @Encrypted @BlindIndex(name = "part", extractor = LastCharacters.class, length = 3)
        String ssn;

        transient String part;
    }

    @Entity
    static class NoProperty {
        @Id
        long id;

        @Encrypted @BlindIndex(name = "last", extractor = LastCharacters.class, length = 4)
        String ssn;
    }

    @Entity
    static class OtherType {
        @Id
        long id;

        @Encrypted @BlindIndex(name = "last", extractor = LastCharacters.class, length = 4)
        String ssn;

        transient int last;
    }

    @Entity
    static class Mapped {
        @Id
        long id;

        @Encrypted @BlindIndex(name = "last", extractor = LastCharacters.class, length = 4)
        String ssn;

        String last;
    }

    @Entity
    static class Twice {
        @Id
        long id;

        @Encrypted @BlindIndex
        @BlindIndex(normalizer = DigitsOnly.class)
        String ssn;
    }

    @Entity
    static class Unnamed {
        @Id
        long id;

        @Encrypted @BlindIndex(extractor = LastCharacters.class, length = 4)
        String ssn;
    }

    @Entity
    static class Misnamed {
        @Id
        long id;

        @Encrypted @BlindIndex(name = "last 4", extractor = LastCharacters.class, length = 4)
        String ssn;
    }

    @Entity
    static class Plain {
        @Id
        long id;

        @BlindIndex
        @BlindIndex(name = "last", extractor = LastCharacters.class, length = 4)
        String ssn;

        transient String last;
    }
}
