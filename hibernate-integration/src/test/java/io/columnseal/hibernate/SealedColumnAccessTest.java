package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.DecryptionException;
import io.columnseal.InvalidValueException;
import io.columnseal.Storage;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What native SQL gets from an attribute's columns is what Hibernate would store and read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealedColumnAccessTest {

    private SessionFactory factory;

    @BeforeAll
    void start() {
        factory = TestFactory.of(Patient.class).build();
        Patient patient = new Patient();
        patient.id = 1;
        patient.ssn = "ssn";
        patient.code = new Code("abc");
        patient.home = new Address();
        patient.home.street = "street";
        factory.inTransaction(session -> session.persist(patient));
    }

    @AfterAll
    void stop() {
        factory.close();
    }

    private SealedColumnAccess column(String attribute) {
        return SealedColumns.of(factory).column(Patient.class, attribute);
    }

    private byte[] stored(String column) {
        return RawRows.query(factory, "select " + column + " from patient where id = 1")
                .get(0);
    }

    @Test
    void opensWhatHibernateStored() {
        assertThat(column("ssn").open(stored("ssn"))).isEqualTo("ssn");
        assertThat(column("code").open(new String(stored("code"), StandardCharsets.US_ASCII)))
                .isEqualTo(new Code("abc"));
        assertThat(column("home.street").open(stored("street"))).isEqualTo("street");
    }

    @Test
    void makesTheIndexValuesThatHibernateStores() {
        assertThat(column("ssn").indexValue("ssn")).isEqualTo(stored("ssn_bidx"));
        assertThat(column("code").indexValue(new Code("abc"))).isEqualTo(stored("code_bidx"));
        assertThat(column("home.street").lookupValues("street"))
                .hasSize(2)
                .allSatisfy(value -> assertThat(value).isEqualTo(stored("street_bidx")));
    }

    @Test
    void sealsAsTheColumnStores() {
        Object binary = column("ssn").seal("x");
        Object text = column("code").seal(new Code("x"));
        Object element = column("tags").seal("tag");

        assertThat(binary).isInstanceOf(byte[].class);
        assertThat(text).isInstanceOf(String.class);
        assertThat(column("ssn").open(binary)).isEqualTo("x");
        assertThat(column("code").open(text)).isEqualTo(new Code("x"));
        assertThat(column("tags").open(element)).isEqualTo("tag");
    }

    @Test
    void nullStaysNull() {
        assertThat(column("ssn").seal(null)).isNull();
        assertThat(column("ssn").open(null)).isNull();
        assertThat(column("ssn").indexValue(null)).isNull();
        assertThat(column("ssn").lookupValues(null)).isEmpty();
    }

    @Test
    void refusesValuesOfOtherTypesWithoutShowingThem() {
        assertThatThrownBy(() -> column("ssn").seal(4711))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageNotContaining("4711");
        assertThatThrownBy(() -> column("code").lookupValues("4711"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageNotContaining("4711");
        assertThatThrownBy(() -> column("code").open("no sealed text")).isInstanceOf(DecryptionException.class);
        assertThatThrownBy(() -> column("home.street").open(stored("ssn"))).isInstanceOf(DecryptionException.class);
    }

    @Test
    void anAttributeWithoutIndexHasNoIndexValues() {
        assertThatThrownBy(() -> column("tags").indexValue("tag"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@BlindIndex");
        assertThatThrownBy(() -> column("tags").lookupValues("tag")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "home", "home.none", "ssn.none", "plain", "id", ""})
    void refusesWhatIsNoEncryptedAttribute(String path) {
        assertThatThrownBy(() -> column(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Patient.class.getName());
    }

    @Test
    void refusesWhatIsNoEntity() {
        assertThatThrownBy(() -> SealedColumns.of(factory).column(String.class, "ssn"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String is no entity");
    }

    record Code(String letters) {}

    static final class CodeConverter implements AttributeConverter<Code, String> {

        @Override
        public String convertToDatabaseColumn(Code code) {
            return code == null ? null : code.letters;
        }

        @Override
        public Code convertToEntityAttribute(String letters) {
            return letters == null ? null : new Code(letters);
        }
    }

    @Embeddable
    static class Address {
        @Encrypted @BlindIndex
        String street;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        String plain;

        @Encrypted @BlindIndex
        String ssn;

        @Encrypted(storage = Storage.TEXT) @BlindIndex
        @Convert(converter = CodeConverter.class)
        Code code;

        Address home;

        @ElementCollection
        @Encrypted List<String> tags;
    }
}
