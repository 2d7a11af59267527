package io.columnseal.jpa;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As an application without Hibernate would map it. */
@Entity
public class Patient {

    public record Visit(String doctor, LocalDate on) {}

    public enum BloodGroup {
        A,
        B,
        AB,
        O
    }

    /** Where the application keeps its instance; set anew by each test. */
    static volatile @Nullable ColumnSeal columnSeal;

    @Id
    long id;

    String name;

    @Convert(converter = SsnConverter.class)
    @Column(length = 100)
    @Nullable String ssn;

    @Convert(converter = CityConverter.class)
    @Column(length = 200)
    @Nullable String city;

    @Convert(converter = BirthDateConverter.class)
    @Nullable LocalDate birthDate;

    @Convert(converter = BloodGroupConverter.class)
    @Nullable BloodGroup bloodGroup;

    @Convert(converter = PhotoConverter.class)
    byte @Nullable [] photo;

    @Convert(converter = VisitsConverter.class)
    @Column(length = 4000)
    @Nullable List<Visit> visits;

    @Convert(converter = HouseNoteConverter.class)
    @Nullable String houseNote;

    protected Patient() {}

    Patient(long id, String name) {
        this.id = id;
        this.name = name;
    }

    @Converter
    public static class SsnConverter extends SealedAttributeConverter<String>
            implements AttributeConverter<String, byte[]> {
        public SsnConverter() {
            super(() -> columnSeal, String.class, "patient.ssn");
        }
    }

    @Converter
    public static class CityConverter extends SealedTextAttributeConverter<String>
            implements AttributeConverter<String, String> {
        public CityConverter() {
            super(() -> columnSeal, String.class, "patient.city");
        }
    }

    @Converter
    public static class BirthDateConverter extends SealedAttributeConverter<LocalDate>
            implements AttributeConverter<LocalDate, byte[]> {
        public BirthDateConverter() {
            super(() -> columnSeal, LocalDate.class, "patient.birth_date");
        }
    }

    @Converter
    public static class BloodGroupConverter extends SealedAttributeConverter<BloodGroup>
            implements AttributeConverter<BloodGroup, byte[]> {
        public BloodGroupConverter() {
            super(() -> columnSeal, BloodGroup.class, "patient.blood_group");
        }
    }

    @Converter
    public static class PhotoConverter extends SealedAttributeConverter<byte[]>
            implements AttributeConverter<byte[], byte[]> {
        public PhotoConverter() {
            super(() -> columnSeal, byte[].class, "patient.photo");
        }
    }

    @Converter
    public static class VisitsConverter extends SealedTextAttributeConverter<List<Visit>>
            implements AttributeConverter<List<Visit>, String> {

        private static final Type TYPE = typeOf("visits");

        public VisitsConverter() {
            super(
                    () -> columnSeal,
                    TYPE,
                    FieldContext.ofAnyTenant("patient.visits").withPaddingTo(64));
        }
    }

    /** Belongs to the house, whichever tenant writes it. */
    @Converter
    public static class HouseNoteConverter extends SealedAttributeConverter<String>
            implements AttributeConverter<String, byte[]> {
        public HouseNoteConverter() {
            super(() -> columnSeal, String.class, FieldContext.of("house", "patient.house_note"));
        }
    }

    private static Type typeOf(String field) {
        try {
            return (ParameterizedType) Patient.class.getDeclaredField(field).getGenericType();
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }
}
