package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.validator.constraints.Length;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bean Validation validates the value and leaves the sealed column alone. */
class BeanValidationTest {

    private SessionFactory factory;

    @BeforeEach
    void start() {
        factory = TestFactory.of(Patient.class).build();
    }

    @AfterEach
    void stop() {
        factory.close();
    }

    @Test
    void columnsHoldTheLongestValueThatIsValid() {
        Patient patient = new Patient(1);
        patient.ssn = "\uD83D\uDE00".repeat(5) + "x";
        patient.note = "\u20ac".repeat(2000);
        patient.age = 150;
        patient.fee = new BigDecimal("99999.99");

        factory.inTransaction(session -> session.persist(patient));

        assertThat(factory.fromSession(session -> session.find(Patient.class, 1)).note)
                .hasSize(2000);
    }

    @Test
    void constraintsHoldForTheValue() {
        Patient tooLong = new Patient(2);
        tooLong.ssn = "x".repeat(12);
        Patient tooOld = new Patient(3);
        tooOld.age = 151;

        assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(tooLong)))
                .isInstanceOf(ConstraintViolationException.class);
        assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(tooOld)))
                .isInstanceOf(ConstraintViolationException.class);
    }

    @Test
    void noCheckConstraintReachesTheColumn() {
        assertThat(
                        RawRows.query(
                                factory,
                                "select check_clause from information_schema.check_constraints where constraint_schema = 'PUBLIC'"))
                .isEmpty();
    }

    @Test
    void theMappedLengthStaysWhatWasDeclared() {
        var mapping =
                ((SessionFactoryImplementor) factory).getMappingMetamodel().getEntityDescriptor(Patient.class);

        assertThat(((SelectableMapping) mapping.findAttributeMapping("ssn")).getLength())
                .isEqualTo(11);
        assertThat(((SelectableMapping) mapping.findAttributeMapping("declared")).getLength())
                .isEqualTo(30);
    }

    @Entity
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Encrypted @Size(max = 11) String ssn;

        @Encrypted @Length(max = 2000) String note;

        @Encrypted @Min(0) @Max(150) int age;

        @Encrypted @Digits(integer = 5, fraction = 2) BigDecimal fee;

        @Encrypted @Column(length = 30)
        String declared;

        Patient() {}

        Patient(long id) {
            this.id = id;
        }
    }
}
