package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.index.Trim;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Transient;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An annotation at a member that Hibernate does not read would leave the value unencrypted: it is refused at start-up. */
class UnreadAnnotationsTest {

    private static void assertRefused(String member, TestFactory factory) {
        Throwable thrown = catchThrowable(() -> factory.build().close());
        assertThat(thrown).hasStackTraceContaining("Hibernate does not read the annotation at " + member);
        while (thrown.getCause() != null && !(thrown instanceof UnsupportedMappingException)) {
            thrown = thrown.getCause();
        }
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        UnsupportedMappingException.class,
                        refusal -> assertThat(refusal.remedy()).contains("@Id", "@Access", "metadata-complete"));
    }

    @MappedSuperclass
    static class ByFields {
        @Id
        long id;
    }

    @MappedSuperclass
    static class ByGetters {
        private long id;

        @Id
        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }
    }

    @Test
    void atAGetterOfAnEntityMappedByFields() {
        assertRefused("Getter.getSsn", TestFactory.of(Getter.class));
        assertRefused("Getter.getSsn", TestFactory.of(Getter.class, Sealed.class));
    }

    @Entity
    static class Getter extends ByFields {
        String ssn;

        @Encrypted public String getSsn() {
            return ssn;
        }
    }

    @Entity
    static class Sealed extends ByFields {
        @Encrypted String name;
    }

    @Test
    void atAGetterBesideASealedField() {
        assertRefused("Half.getSsn", TestFactory.of(Half.class));
    }

    @Entity
    static class Half extends ByFields {
        @Encrypted String name;

        String ssn;

        @Encrypted public String getSsn() {
            return ssn;
        }
    }

    @Test
    void atAFieldOfAnEntityMappedByGetters() {
        assertRefused("Field.ssn", TestFactory.of(Field.class));
    }

    @Entity
    static class Field extends ByGetters {
        @Encrypted private String ssn;

        public String getSsn() {
            return ssn;
        }

        public void setSsn(String ssn) {
            this.ssn = ssn;
        }
    }

    @Test
    void atAFieldThatIsCalledOtherwiseThanItsAttribute() {
        assertRefused("Underscored._ssn", TestFactory.of(Underscored.class));
    }

    @Entity
    static class Underscored extends ByGetters {
        @Encrypted private String _ssn;

        public String getSsn() {
            return _ssn;
        }

        public void setSsn(String ssn) {
            this._ssn = ssn;
        }
    }

    @Test
    void atASetter() {
        assertRefused("Setter.setSsn", TestFactory.of(Setter.class));
    }

    @Entity
    static class Setter extends ByFields {
        String ssn;

        @Encrypted public void setSsn(String ssn) {
            this.ssn = ssn;
        }
    }

    @Test
    void inAnEmbeddable() {
        assertRefused("Address.getStreet", TestFactory.of(Resident.class));
        assertRefused("Address.getStreet", TestFactory.of(Traveller.class));
    }

    @Embeddable
    static class Address {
        String street;

        @Encrypted public String getStreet() {
            return street;
        }
    }

    @Entity
    static class Resident extends ByFields {
        @Embedded
        Address address;
    }

    @Entity
    static class Traveller extends ByFields {
        @ElementCollection
        List<Address> addresses = new ArrayList<>();
    }

    @Test
    void inASubclassOfAnEmbeddable() {
        RunningHibernate.assumeSeven("inheritance of embeddables");
        assertRefused("Flat.getFloor", TestFactory.of(Owner.class, Home.class, Flat.class));
    }

    @Embeddable
    @DiscriminatorColumn(name = "kind")
    static class Home {
        String street;
    }

    @Embeddable
    static class Flat extends Home {
        String floor;

        @Encrypted public String getFloor() {
            return floor;
        }
    }

    @Entity
    static class Owner extends ByFields {
        @Embedded
        Home home;
    }

    @Test
    void atAnEmbeddedAttributeOfWhichAPartIsSealed() {
        assertRefused("Guest.getBadge", TestFactory.of(Guest.class));
    }

    @Embeddable
    static class Badge {
        @Encrypted String number;

        String colour;
    }

    @Entity
    static class Guest extends ByFields {
        @Embedded
        Badge badge;

        @Encrypted public Badge getBadge() {
            return badge;
        }
    }

    @Test
    void atAnElementCollection() {
        assertRefused("Tagged.getTags", TestFactory.of(Tagged.class));
    }

    @Entity
    static class Tagged extends ByFields {
        @ElementCollection
        List<String> tags = new ArrayList<>();

        @Encrypted public List<String> getTags() {
            return tags;
        }
    }

    @Test
    void inASuperclassThatOneEntityMapsByFieldsAndTheOtherByGetters() {
        TestFactory.of(Employee.class).build().close();

        assertRefused("Person.ssn", TestFactory.of(Employee.class, Visitor.class));
    }

    @MappedSuperclass
    static class Person {
        @Encrypted String ssn;

        public String getSsn() {
            return ssn;
        }

        public void setSsn(String ssn) {
            this.ssn = ssn;
        }
    }

    @Entity
    static class Employee extends Person {
        @Id
        long id;
    }

    @Entity
    static class Visitor extends Person {
        @Id
        public long getId() {
            return 1;
        }

        public void setId(long id) {}
    }

    @Test
    void inAnInterface() {
        assertRefused("Numbered.getSsn", TestFactory.of(Implementing.class));
    }

    interface Numbered {
        @Encrypted String getSsn();
    }

    @Entity
    static class Implementing extends ByFields implements Numbered {
        String ssn;

        @Override
        public String getSsn() {
            return ssn;
        }
    }

    /** Hibernate 6.6 hides those of JPA alone, so that the value is sealed. */
    @Test
    void whereXmlHidesAllAnnotations() {
        TestFactory hidden = TestFactory.of().mapping(mappings("""
                <entity class="%sDrafted" access="FIELD" metadata-complete="true">
                  <attributes><id name="id"/><basic name="ssn"/></attributes>
                </entity>
                """));
        if (RunningHibernate.isSeven()) {
            assertRefused("Drafted.ssn", hidden);
        } else {
            try (SessionFactory factory = hidden.build()) {
                assertThat(SealedColumns.of(factory).catalogue().columns())
                        .extracting(SealedColumn::attribute)
                        .containsExactly("ssn");
            }
        }
    }

    @Test
    void ofABlindIndex() {
        assertRefused("IndexedGetter.getSsn", TestFactory.of(IndexedGetter.class));
    }

    @Entity
    static class IndexedGetter extends ByFields {
        @Encrypted String ssn;

        @BlindIndex
        public String getSsn() {
            return ssn;
        }
    }

    @Test
    void inASuperclassThatXmlMaps() {
        assertRefused("Unmarked.ssn", TestFactory.of(Marked.class).mapping(mappings("""
                <mapped-superclass class="%sUnmarked" access="PROPERTY">
                  <attributes><basic name="ssn"/></attributes>
                </mapped-superclass>
                """)));
    }

    static class Unmarked {
        @Encrypted private String ssn;

        public String getSsn() {
            return ssn;
        }

        public void setSsn(String ssn) {
            this.ssn = ssn;
        }
    }

    /** Before Hibernate 7.4, the access of what XML maps is that of the whole hierarchy. */
    @Entity
    @Access(AccessType.FIELD)
    static class Marked extends Unmarked {
        @Id
        long id;
    }

    @ParameterizedTest
    @ValueSource(classes = {OtherPurpose.class, OtherPadding.class, OtherIndex.class, OneIndexMore.class})
    void thatSaysOtherwiseThanTheOneThatIsRead(Class<?> entity) {
        Throwable thrown = catchThrowable(() -> TestFactory.of(entity).build().close());

        String name = entity.getSimpleName();
        assertThat(thrown)
                .hasStackTraceContaining(name + ".ssn says otherwise than at " + name + ".getSsn")
                .hasStackTraceContaining("write the same at both");
    }

    @Entity
    static class OtherPurpose extends ByFields {
        @Encrypted String ssn;

        @Encrypted(purpose = "phi") public String getSsn() {
            return ssn;
        }
    }

    @Entity
    static class OtherPadding extends ByFields {
        @Encrypted(paddingBytes = 16) String ssn;

        @Encrypted public String getSsn() {
            return ssn;
        }
    }

    @Entity
    static class OtherIndex extends ByFields {
        @Encrypted @BlindIndex
        String ssn;

        @Encrypted @BlindIndex(normalizer = Trim.class)
        public String getSsn() {
            return ssn;
        }
    }

    @Entity
    static class OneIndexMore extends ByFields {
        @Encrypted @BlindIndex
        String ssn;

        @BlindIndex
        @BlindIndex(prefix = 3)
        public String getSsn() {
            return ssn;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FIELD", "PROPERTY"})
    void isNoneWhereXmlSaysThatNothingIsStored(String access) {
        try (SessionFactory factory = TestFactory.of(Drafted.class)
                .mapping(mappings("""
                        <entity class="%sDrafted" access="ACCESS">
                          <attributes><id name="id"/><transient name="ssn"/></attributes>
                        </entity>
                        """.replace("ACCESS", access)))
                .build()) {
            assertThat(factory.getMetamodel().entity(Drafted.class).getAttributes())
                    .hasSize(1);
        }
    }

    @Entity
    static class Drafted {
        private long id;

        @Encrypted private String ssn;

        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

        @Encrypted public String getSsn() {
            return ssn;
        }

        public void setSsn(String ssn) {
            this.ssn = ssn;
        }
    }

    private static String mappings(String classes) {
        return """
                <entity-mappings xmlns="https://jakarta.ee/xml/ns/persistence/orm" version="3.1">
                %s</entity-mappings>
                """.formatted(classes.formatted("io.columnseal.hibernate.UnreadAnnotationsTest$"));
    }

    /** It is another field, which only its own class can see. */
    @Test
    void isNoneAtAPrivateFieldOfTheSameNameInASuperclassThatIsNotMapped() {
        try (SessionFactory factory =
                TestFactory.of(Hiding.class, HidingOther.class).build()) {
            assertThat(SealedColumns.of(factory).catalogue().columns())
                    .extracting(SealedColumn::purpose)
                    .containsExactly("phi");
        }
    }

    static class Hidden {
        @Encrypted private String ssn;
    }

    @Entity
    static class Hiding extends Hidden {
        @Id
        long id;

        String ssn;
    }

    @Entity
    static class HidingOther extends Hidden {
        @Id
        long id;

        @Encrypted(purpose = "phi") String ssn;
    }

    @Test
    void isNoneWhereNothingIsStoredOrAnotherMemberSaysTheSame() {
        try (SessionFactory factory =
                TestFactory.of(Harmless.class, Computed.class).build()) {
            assertThat(factory.getMetamodel().entity(Harmless.class).getAttributes())
                    .extracting(attribute -> attribute.getName())
                    .containsExactlyInAnyOrder("id", "ssn");
        }
    }

    @Entity
    static class Computed extends ByGetters {
        @Encrypted private String shown;

        @Transient
        public String getShown() {
            return shown;
        }
    }

    static class Unmapped {
        @Encrypted String alias;
    }

    @Entity
    static class Harmless extends Unmapped {
        @Id
        long id;

        @Encrypted @BlindIndex
        String ssn;

        @Transient
        @Encrypted String draft;

        @Encrypted transient String cached;

        @Encrypted public String getSsn() {
            return ssn;
        }

        @Transient
        @Encrypted public String getShown() {
            return ssn;
        }
    }
}
