package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.Startup;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.index.Trim;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import io.columnseal.test.TestKms;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Table;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.Test;

class ColumnRegistrationTest {

    private final DataKeyStore store = new InMemoryDataKeyStore();

    private static ColumnSeal seal(DataKeyStore store) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
                .keyStore(store)
                .build();
    }

    private void start(Class<?> entity) {
        start(entity, new H2Database().create());
    }

    private void start(Class<?> entity, Map<String, Object> database) {
        factory(entity, database, store, "create").close();
    }

    private void start(Class<?> entity, Class<?> subclass) {
        TestFactory.of(entity, subclass).ownSeal(seal(store)).build().close();
    }

    private void start(Class<?> entity, String application) {
        TestFactory.of(entity)
                .ownSeal(seal(store))
                .setting("columnseal.application", application)
                .build()
                .close();
    }

    private static SessionFactory factory(
            Class<?> entity, Map<String, Object> database, DataKeyStore store, String action) {
        TestFactory made = TestFactory.of(entity)
                .ownSeal(seal(store))
                .setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action);
        database.forEach(made::setting);
        return made.build();
    }

    @Test
    void remembersEveryColumn() {
        start(Original.class);

        assertThat(store.columns().find("application"))
                .extracting(RegisteredColumn::entity, RegisteredColumn::attribute, RegisteredColumn::context)
                .containsExactly(tuple("Patient", "ssn", "patient.ssn"));
    }

    @Test
    void startsAgainUnchanged() {
        start(Original.class);
        start(Original.class);

        assertThat(store.columns().find("application")).hasSize(1);
    }

    @Test
    void refusesARenamedColumnAndShowsTheAnnotationToWrite() {
        start(Original.class);

        assertThatThrownBy(() -> start(RenamedColumn.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("@Encrypted(context = \"patient.ssn\")");
        start(RenamedColumnWithContext.class);
    }

    @Test
    void refusesARenamedAttributeWithARenamedColumn() {
        start(Original.class);

        assertThatThrownBy(() -> start(RenamedAttribute.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("@Encrypted(context = \"patient.ssn\")");
        start(RenamedAttributeWithContext.class);
        start(OneMore.class);
    }

    @Test
    void refusesARenamedEntityAndShowsTheAnnotationToWrite() {
        start(Original.class);

        assertThatThrownBy(() -> start(RenamedEntity.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("new while Patient.ssn is gone")
                .hasMessageContaining("@Encrypted(context = \"patient.ssn\")")
                .hasMessageContaining("@Encrypted(context = \"client.ssn\")");
        start(RenamedEntityWithContext.class);
    }

    @Test
    void refusesAnAttributeThatMovedToAnotherTableAndPurpose() {
        start(OtherPurpose.class);

        assertThatThrownBy(() -> start(RenamedEntity.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("@Encrypted(context = \"patient.ssn\", purpose = \"phi\")");
    }

    @Test
    void ofTheAttributesOfSeveralEmbeddablesItNamesTheOneOfTheSamePath() {
        start(TwoAddresses.class);

        assertThatThrownBy(() -> start(RenamedWithOneAddress.class))
                .hasMessageContaining("work.street: it is new while Patient.work.street is gone");
    }

    @Test
    void ofSeveralAttributesThatAreGoneItNamesTheOneOfTheSameName() {
        start(TwoSecrets.class);

        assertThatThrownBy(() -> start(RenamedAndNew.class)).hasMessageContaining("ssn: it is new while Patient.ssn");
    }

    @Test
    void anotherEntityWithOtherAttributesIsNotTakenForARenamedOne() {
        start(Original.class);
        start(Unrelated.class);
        start(SameNameOtherType.class);

        assertThat(store.columns().find("application")).hasSize(3);
    }

    @Test
    void twoPersistenceUnitsOnOneKeyStoreNeedNamesOfTheirOwn() {
        start(Original.class);
        assertThatThrownBy(() -> start(RenamedEntity.class))
                .hasMessageContaining("If another persistence unit or service maps Patient.ssn")
                .hasMessageContaining("columnseal.application");
        assertThatThrownBy(() -> start(OtherPurpose.class)).hasMessageContaining("columnseal.application");

        start(RenamedEntity.class, "billing");
        start(OtherPurpose.class, "laboratory");
        start(Original.class);
        start(RenamedEntity.class, "billing");

        assertThat(store.columns().find("application")).hasSize(1);
        assertThat(store.columns().find("billing"))
                .extracting(RegisteredColumn::entity)
                .containsExactly("Client");
    }

    @Test
    void refusesAChangedPurpose() {
        start(Original.class);

        assertThatThrownBy(() -> start(OtherPurpose.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("@Encrypted(purpose = \"field\")");
    }

    /** Any eight bytes are a double: nothing else would notice. */
    @Test
    void refusesATypeThatWouldReadStoredValuesAsOthers() {
        start(Weighed.class);

        assertThatThrownBy(() -> start(WeighedAsDouble.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("Patient.weight")
                .hasMessageContaining("encoded as \"integer\" and would be read as \"double\"");
        assertThat(store.columns().find("application"))
                .extracting(RegisteredColumn::codec)
                .containsExactly("integer");
    }

    @Test
    void refusesSuchATypeAlsoOfAnAttributeThatWasRenamed() {
        start(Weighed.class);

        assertThatThrownBy(() -> start(RenamedAsDouble.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("stored for its context by Patient.weight are encoded as \"integer\"");
        assertThatThrownBy(() -> start(SameColumnAsDouble.class)).hasMessageContaining("would be read as \"double\"");
    }

    @Test
    void aTypeThatReadsTheSameEncodingMayTakeAnothersPlace() {
        start(IntAndString.class);
        start(LongAndEnum.class);

        assertThat(store.columns().find("application"))
                .extracting(RegisteredColumn::codec)
                .containsExactlyInAnyOrder("integer", "text");
    }

    @Test
    void refusesAnotherNormalizerWithTheStatementsForEveryTable() {
        start(IndexedTables.class, IndexedSubtable.class);

        assertThatThrownBy(() -> start(OtherTables.class, OtherSubtable.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("update patient set ssn_bidx = null;")
                .hasMessageContaining("update in_patient set ssn_bidx = null;");
    }

    @Test
    void aLazyStartRegistersOnlyOnceTheMasterKeyIsVerified() {
        TestKms kms = new TestKms();
        kms.becomeUnavailable();
        try (ColumnSeal lazy = ColumnSeal.builder()
                        .environment(Environment.TEST)
                        .kms(kms)
                        .keyStore(store)
                        .startup(Startup.LAZY)
                        .build();
                SessionFactory factory =
                        TestFactory.of(Original.class).seal(lazy).build()) {
            assertThat(store.columns().isEmpty()).isTrue();

            kms.recover();
            factory.inTransaction(session -> session.persist(new Original(1, "secret")));

            assertThat(store.columns().find("application")).hasSize(1);
        }
    }

    @Test
    void whatIsRefusedIsNotRemembered() {
        Map<String, Object> database = new H2Database().create();
        start(Original.class, database);
        DataKeyStore fresh = new InMemoryDataKeyStore();
        try (SessionFactory factory = factory(Original.class, database, store, "none")) {
            RawRows.update(factory, "alter table patient alter column ssn set data type varbinary(20)");
        }

        assertThatThrownBy(() -> factory(Original.class, database, fresh, "none"))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("too short");
        assertThat(fresh.columns().isEmpty()).isTrue();
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Original {
        @Id
        long id;

        @Encrypted String ssn;

        Original() {}

        Original(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class IndexedTables {
        @Id
        long id;

        @Encrypted @BlindIndex
        String ssn;
    }

    @Entity(name = "InPatient")
    @Table(name = "in_patient")
    static class IndexedSubtable extends IndexedTables {}

    @Entity(name = "Patient")
    @Table(name = "patient")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class OtherTables {
        @Id
        long id;

        @Encrypted @BlindIndex(normalizer = Trim.class)
        String ssn;
    }

    @Entity(name = "InPatient")
    @Table(name = "in_patient")
    static class OtherSubtable extends OtherTables {}

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Weighed {
        @Id
        long id;

        @Encrypted long weight;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class IntAndString {
        @Id
        long id;

        @Encrypted int weight;

        @Encrypted String answer;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class WeighedAsDouble {
        @Id
        long id;

        @Encrypted double weight;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class RenamedAsDouble {
        @Id
        long id;

        @Encrypted(context = "patient.weight") double kilograms;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class SameColumnAsDouble {
        @Id
        long id;

        @Encrypted @Column(name = "weight")
        double kilograms;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class LongAndEnum {
        @Id
        long id;

        @Encrypted long weight;

        @Encrypted Answer answer;
    }

    enum Answer {
        YES,
        NO
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class RenamedColumn {
        @Id
        long id;

        @Encrypted @Column(name = "social_number")
        String ssn;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class RenamedColumnWithContext {
        @Id
        long id;

        @Encrypted(context = "patient.ssn") @Column(name = "social_number")
        String ssn;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class RenamedAttribute {
        @Id
        long id;

        @Encrypted String socialNumber;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class RenamedAttributeWithContext {
        @Id
        long id;

        @Encrypted(context = "patient.ssn") String socialNumber;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class OneMore {
        @Id
        long id;

        @Encrypted(context = "patient.ssn") String socialNumber;

        @Encrypted String city;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class OtherPurpose {
        @Id
        long id;

        @Encrypted(purpose = "phi") String ssn;
    }

    @Entity(name = "Client")
    @Table(name = "client")
    static class RenamedEntity {
        @Id
        long id;

        @Encrypted String ssn;
    }

    @Entity(name = "Client")
    @Table(name = "client")
    static class RenamedEntityWithContext {
        @Id
        long id;

        @Encrypted(context = "patient.ssn") String ssn;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class TwoSecrets {
        @Id
        long id;

        @Encrypted Map<String, String> address;

        @Encrypted String ssn;

        @Encrypted long weight;
    }

    /** Its attribute's column changed its name with the table's. */
    @Entity(name = "Patient")
    @Table(name = "client")
    static class RenamedAndNew {
        @Id
        long id;

        @Embedded
        Identity identity;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class TwoAddresses {
        @Id
        long id;

        @AttributeOverride(name = "street", column = @Column(name = "home_street"))
        Address home;

        @AttributeOverride(name = "street", column = @Column(name = "work_street"))
        Address work;
    }

    @Entity(name = "Client")
    @Table(name = "client")
    static class RenamedWithOneAddress {
        @Id
        long id;

        @AttributeOverride(name = "street", column = @Column(name = "work_street"))
        Address work;
    }

    @Embeddable
    static class Address {
        @Encrypted String street;
    }

    @Embeddable
    static class Identity {
        @Encrypted String ssn;
    }

    @Entity(name = "Doctor")
    @Table(name = "doctor")
    static class Unrelated {
        @Id
        long id;

        @Encrypted String phone;
    }

    @Entity(name = "Number")
    @Table(name = "number_of")
    static class SameNameOtherType {
        @Id
        long id;

        @Encrypted long ssn;
    }
}
