package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.index.FoldCase;
import io.columnseal.index.LastCharacters;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.OneToMany;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Transient;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Blind indexes that cannot work are refused when the factory is built, with the attribute and the remedy. */
class IndexMappingRefusalsTest {

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(Unencrypted.class, "code", "Add @Encrypted"),
                mistake(OnEmbeddable.class, "address", "Add @Encrypted"),
                mistake(OnAssociation.class, "others", "Make the elements an entity"),
                mistake(OnElements.class, "codes", "Make the elements an entity"),
                mistake(OnElementsAfter.class, "codes", "Make the elements an entity"),
                mistake(InElements.class, "street", "Make the elements an entity"),
                mistake(OnJson.class, "notes", "Index an encrypted attribute of a simple type"),
                mistake(OnBoolean.class, "vip", "acceptFewValues = true"),
                mistake(OnEnum.class, "status", "acceptFewValues = true"),
                mistake(OnConvertedBoolean.class, "vip", "acceptFewValues = true"),
                mistake(NormalizedNumber.class, "age", "Remove normalizer"),
                mistake(TakenColumn.class, "code", "@BlindIndex(column = …)"),
                mistake(UniquePart.class, "code", "without name and prefix"),
                mistake(UniquePrefix.class, "code", "without name and prefix"),
                mistake(UniqueInOptionalTable.class, "code", "optional = false"),
                mistake(UniqueInSubclassTable.class, "code", "InheritanceType.JOINED"));
    }

    private static Arguments mistake(Class<?> entity, String attribute, String remedy) {
        return Arguments.of(entity, attribute, remedy);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void refuses(Class<?> entity, String attribute, String remedy) {
        Throwable failure = catchThrowable(
                () -> TestFactory.of(entity, Address.class).build().close());

        Throwable refusal = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(UnsupportedMappingException.class::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not refused", failure));
        assertThat(((UnsupportedMappingException) refusal).attribute()).isEqualTo(attribute);
        assertThat(refusal).hasMessageContaining(remedy).hasNoCause();
    }

    enum Status {
        OPEN
    }

    @Embeddable
    static class Address {
        @Encrypted @BlindIndex
        String street;
    }

    @Embeddable
    static class Place {
        String town;
    }

    @Entity
    static class Unencrypted {
        @Id
        long id;

        @BlindIndex
        String code;
    }

    @Entity
    static class OnEmbeddable {
        @Id
        long id;

        @BlindIndex
        Place address;
    }

    @Entity
    static class OnAssociation {
        @Id
        long id;

        @BlindIndex
        @OneToMany
        List<OnAssociation> others;
    }

    @Entity
    static class OnElements {
        @Id
        long id;

        @BlindIndex
        @ElementCollection
        @Encrypted List<String> codes;
    }

    @Entity
    static class OnElementsAfter {
        @Id
        long id;

        @ElementCollection
        @Encrypted @BlindIndex
        List<String> codes;
    }

    @Entity
    static class InElements {
        @Id
        long id;

        @ElementCollection
        List<Address> addresses;
    }

    @Entity
    static class OnJson {
        @Id
        long id;

        @Encrypted @BlindIndex
        Map<String, String> notes;
    }

    @Entity
    static class OnBoolean {
        @Id
        long id;

        @Encrypted @BlindIndex
        boolean vip;
    }

    @Entity
    static class OnEnum {
        @Id
        long id;

        @Encrypted @BlindIndex
        Status status;
    }

    static final class YesOrNo implements AttributeConverter<Boolean, String> {

        @Override
        public String convertToDatabaseColumn(Boolean value) {
            return value == null ? null : value ? "yes" : "no";
        }

        @Override
        public Boolean convertToEntityAttribute(String text) {
            return text == null ? null : text.equals("yes");
        }
    }

    @Entity
    static class OnConvertedBoolean {
        @Id
        long id;

        @Encrypted @BlindIndex
        @Convert(converter = YesOrNo.class)
        Boolean vip;
    }

    @Entity
    static class NormalizedNumber {
        @Id
        long id;

        @Encrypted @BlindIndex(normalizer = FoldCase.class)
        Integer age;
    }

    @Entity
    static class TakenColumn {
        @Id
        long id;

        @Encrypted @BlindIndex(column = "other")
        String code;

        String other;
    }

    @Entity
    static class UniquePart {
        @Id
        long id;

        @Encrypted @BlindIndex(name = "codeEnd", extractor = LastCharacters.class, length = 2, unique = true)
        String code;

        @Transient
        String codeEnd;
    }

    @Entity
    static class UniquePrefix {
        @Id
        long id;

        @Encrypted @BlindIndex(prefix = 3, unique = true)
        String code;
    }

    @Entity
    @SecondaryTable(name = "unique_secondary")
    static class UniqueInOptionalTable {
        @Id
        long id;

        @Column(table = "unique_secondary")
        @Encrypted @BlindIndex(unique = true)
        String code;
    }

    @Entity
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class UniqueInEveryTable {
        @Id
        long id;

        @Encrypted @BlindIndex(unique = true)
        String code;
    }

    @Entity
    static class UniqueInSubclassTable extends UniqueInEveryTable {}
}
