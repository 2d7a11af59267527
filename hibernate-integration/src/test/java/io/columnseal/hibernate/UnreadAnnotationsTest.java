package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.columnseal.UnsupportedMappingException;
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

    @Test
    void atAGetterOfAnEntityMappedByFields() {
        assertRefused("Getter.getSsn", TestFactory.of(Getter.class));
        assertRefused("Getter.getSsn", TestFactory.of(Getter.class, Sealed.class));
    }

    @Entity
    static class Getter {
        @Id
        long id;

        String ssn;

        @Encrypted public String getSsn() {
            return ssn;
        }
    }

    @Entity
    static class Sealed {
        @Id
        long id;

        @Encrypted String name;
    }

    @Test
    void atAGetterBesideASealedField() {
        assertRefused("Half.getSsn", TestFactory.of(Half.class));
    }

    @Entity
    static class Half {
        @Id
        long id;

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
    @Access(AccessType.PROPERTY)
    static class Field {
        private long id;

        @Encrypted private String ssn;

        @Id
        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

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
    static class Underscored {
        private long id;

        @Encrypted private String _ssn;

        @Id
        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

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
    static class Setter {
        @Id
        long id;

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
    static class Resident {
        @Id
        long id;

        @Embedded
        Address address;
    }

    @Entity
    static class Traveller {
        @Id
        long id;

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
    static class Owner {
        @Id
        long id;

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
    static class Guest {
        @Id
        long id;

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
    static class Tagged {
        @Id
        long id;

        @ElementCollection
        List<String> tags = new ArrayList<>();

        @Encrypted public List<String> getTags() {
            return tags;
        }
    }

    @Test
    void inASuperclassThatOneEntityMapsByFieldsAndTheOtherByGetters() {
        TestFactory.of(ByFields.class).build().close();

        assertRefused("Person.ssn", TestFactory.of(ByFields.class, ByGetters.class));
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
    static class ByFields extends Person {
        @Id
        long id;
    }

    @Entity
    static class ByGetters extends Person {
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
    void inAnInterface() {
        assertRefused("Numbered.getSsn", TestFactory.of(Implementing.class));
    }

    interface Numbered {
        @Encrypted String getSsn();
    }

    @Entity
    static class Implementing implements Numbered {
        @Id
        long id;

        String ssn;

        @Override
        public String getSsn() {
            return ssn;
        }
    }

    @Test
    void whereXmlHidesAllAnnotations() {
        assertRefused("Sealed.name", TestFactory.of().mapping("""
                <entity-mappings xmlns="https://jakarta.ee/xml/ns/persistence/orm" version="3.1">
                  <entity class="io.columnseal.hibernate.UnreadAnnotationsTest$Sealed" access="FIELD" metadata-complete="true">
                    <attributes><id name="id"/><basic name="name"/></attributes>
                  </entity>
                </entity-mappings>
                """));
    }

    @Test
    void ofABlindIndex() {
        assertRefused("IndexedGetter.getSsn", TestFactory.of(IndexedGetter.class));
    }

    @Entity
    static class IndexedGetter {
        @Id
        long id;

        @Encrypted String ssn;

        @BlindIndex
        public String getSsn() {
            return ssn;
        }
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
    static class Computed {
        private long id;

        @Encrypted private String shown;

        @Id
        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

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

        @Encrypted String ssn;

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
