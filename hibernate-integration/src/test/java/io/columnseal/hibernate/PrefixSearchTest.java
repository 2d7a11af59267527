package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.columnseal.ColumnSeal;
import io.columnseal.InvalidValueException;
import io.columnseal.QueryRefusedException;
import io.columnseal.TenantMissingException;
import io.columnseal.TenantScope;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.index.BlindIndexer;
import io.columnseal.index.DigitsOnly;
import io.columnseal.index.FoldCase;
import io.columnseal.index.Normalizer;
import io.columnseal.index.StripAccents;
import io.columnseal.index.Trim;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.TenantId;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An index of prefixes finds what begins so, and nothing else. */
class PrefixSearchTest {

    private static final int LENGTH = 4;

    private final ColumnSeal seal = TestFactory.seal();
    private SessionFactory factory;

    @BeforeEach
    void start() {
        factory = TestFactory.of(Patient.class)
                .seal(seal)
                .setting(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new TenantsTest.RootResolver())
                .build();
    }

    @AfterEach
    void stop() {
        factory.close();
        seal.close();
    }

    private <T> T in(String tenant, Function<Session, T> work) {
        try (Session session =
                factory.withOptions().tenantIdentifier((Object) tenant).openSession()) {
            return TestFactory.fromTransaction(session, work);
        }
    }

    private void store(String tenant, long id, String name) {
        in(tenant, session -> {
            session.persist(new Patient(id, name));
            return null;
        });
    }

    private List<Long> like(String tenant, String attribute, String pattern) {
        return in(
                tenant,
                session -> session.createQuery(
                                "select p.id from Patient p where p." + attribute + " like :x escape '!' order by p.id",
                                Long.class)
                        .setParameter("x", pattern)
                        .getResultList());
    }

    /** Beside the plain texts, in Java. */
    @Test
    void findsWhatBeginsSoAndNothingElse() {
        Random random = new Random(20261122);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            names.add(text(random, random.nextInt(2 * LENGTH)));
        }
        in("acme", session -> {
            for (int i = 0; i < names.size(); i++) {
                session.persist(new Patient(i, names.get(i)));
            }
            return null;
        });

        for (int i = 0; i < 200; i++) {
            String prefix = text(random, random.nextInt(LENGTH + 1));
            assertThat(like("acme", "name", escaped(prefix) + "%"))
                    .as("%s", prefix)
                    .isEqualTo(idsOf(names, name -> name.startsWith(prefix)));
            assertThat(like("acme", "folded", escaped(prefix) + "%"))
                    .as("%s without case", prefix)
                    .isEqualTo(idsOf(names, name -> normal(name).startsWith(normal(prefix))));
        }
    }

    private static List<Long> idsOf(List<String> names, Function<String, Boolean> matches) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (matches.apply(names.get(i))) {
                ids.add((long) i);
            }
        }
        return ids;
    }

    /** Few characters, so that texts begin alike: wildcards, ends, another plane, what accents and blanks are. */
    private static String text(Random random, int length) {
        String[] characters = {"a", "A", "b", "\u00e9", " ", "%", "_", "\uD83D\uDE00", "\uD83D\uDE01"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    private static String normal(String text) {
        return new FoldCase().normalize(new StripAccents().normalize(new Trim().normalize(text)));
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    @Test
    void prefixesLongerThanTheIndexAreRefusedWithoutShowingThem() {
        assertThatThrownBy(() -> like("acme", "name", "NEEDLE%"))
                .isExactlyInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("Patient.name")
                .hasMessageContaining("raise @BlindIndex(prefix = …)")
                .hasMessageNotContaining("NEEDLE")
                .hasNoCause();
        assertThat(like("acme", "name", "\uD83D\uDE00".repeat(LENGTH) + "%")).isEmpty();
        // What is left of it counts
        store("acme", 1, "ABCD");
        assertThat(like("acme", "folded", "  abcd  %")).containsExactly(1L);
    }

    @Test
    void hostilePrefixesAreOnlyTexts() {
        store("acme", 1, "a");
        for (String hostile : List.of("' or", "\u0000%", "\"%", "\\%", "a\\%")) {
            assertThat(catchThrowable(
                            () -> assertThat(like("acme", "name", hostile)).isEmpty()))
                    .satisfiesAnyOf(
                            nothing -> assertThat(nothing).isNull(),
                            refused -> assertThat(refused).isInstanceOf(QueryRefusedException.class));
        }
        assertThatThrownBy(() -> like("acme", "name", "\uD83D%")).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void findsWhatWasStoredUnderBothKeys() {
        store("acme", 1, "anna");
        seal.keys().rotateIndex("acme", "tester", "test");
        store("acme", 2, "anne");

        assertThat(like("acme", "name", "ann%")).containsExactly(1L, 2L);
        assertThat(like("acme", "name", "anna%")).containsExactly(1L);
        assertThat(like("acme", "name", "%")).containsExactly(1L, 2L);
    }

    @Test
    void eachTenantFindsItsOwnRowsAndARootSessionThoseOfItsScope() {
        store("acme", 1, "same");
        store("beta", 2, "same");

        assertThat(like("acme", "name", "sa%")).containsExactly(1L);
        assertThat(like("beta", "name", "sa%")).containsExactly(2L);
        assertThatThrownBy(() -> like("root", "name", "sa%")).isInstanceOf(TenantMissingException.class);
        assertThatThrownBy(() -> like("root", "name", null)).isInstanceOf(TenantMissingException.class);
        TenantScope.call("beta", () -> {
            assertThat(like("root", "name", "sa%")).containsExactly(2L);
            // All tenants' values begin with nothing, and many do not begin so
            assertThatThrownBy(() -> like("root", "name", "%")).isInstanceOf(QueryRefusedException.class);
            assertThatThrownBy(() -> in(
                            "root",
                            session -> session.createQuery(
                                            "select p.id from Patient p where p.name not like 'sa%'", Long.class)
                                    .getResultList()))
                    .isInstanceOf(QueryRefusedException.class);
            return null;
        });
    }

    /** A range between hashes of two keys would hold whatever lies between. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aKeyThatIsReplacedWhileALookupIsBoundWidensNoRange(int normalizations) {
        store("acme", 1, "anna");
        for (int other = 2; other < 40; other++) {
            store("acme", other, "b" + other);
        }
        AtomicInteger left = new AtomicInteger(normalizations);
        Watched.normalized = () -> {
            if (left.decrementAndGet() == 0) {
                seal.keys().rotateIndex("acme", "tester", "test");
            }
        };
        try {
            assertThat(like("acme", "watched", "ann%")).containsExactly(1L);
        } finally {
            Watched.normalized = () -> {};
        }
    }

    @Test
    void theColumnHasAHashForEveryCharacter() {
        store("acme", 1, "ab");
        store("acme", 2, "abx");
        store("acme", 3, null);
        List<byte[]> values = RawRows.query(factory, "select name_pidx from patient order by id");

        assertThat(values)
                .hasSize(2)
                .allSatisfy(value -> assertThat(value).hasSize(1 + LENGTH * BlindIndexer.HASH_BYTES));
        assertThat(commonBytes(values)).isEqualTo(1 + 2 * BlindIndexer.HASH_BYTES);
    }

    private static int commonBytes(List<byte[]> values) {
        return Arrays.mismatch(values.get(0), values.get(1));
    }

    @Test
    void nativeSqlFindsByPrefixes() {
        store("acme", 1, "anna");
        store("acme", 2, "bert");
        TenantScope.call("acme", () -> {
            SealedColumnAccess name = SealedColumns.of(factory).column(Patient.class, "name");
            assertThat(name.prefixValue("anna"))
                    .isEqualTo(RawRows.query(factory, "select name_pidx from patient order by id")
                            .get(0));
            List<PrefixRange> ranges = name.prefixRanges("an");
            assertThat(ranges).hasSize(BlindIndexer.LOOKUP_VALUES);
            assertThat(Arrays.compareUnsigned(
                            name.prefixValue("anna"), ranges.get(0).first()))
                    .isPositive();
            assertThat(Arrays.compareUnsigned(
                            name.prefixValue("anna"), ranges.get(0).last()))
                    .isNegative();
            assertThat(Arrays.compareUnsigned(
                                    name.prefixValue("bert"), ranges.get(0).first())
                            * Arrays.compareUnsigned(
                                    name.prefixValue("bert"), ranges.get(0).last()))
                    .isPositive();
            assertThat(name.prefixRanges(null)).isEmpty();
            assertThatThrownBy(() -> name.prefixRanges("NEEDLE"))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageNotContaining("NEEDLE");
            return null;
        });
    }

    @Test
    void anotherLengthIsRefusedWhereValuesAreStored() {
        try (ColumnSeal other = TestFactory.seal()) {
            TestFactory.of(Four.class).seal(other).build().close();

            assertThat(refusal(TestFactory.of(Five.class).seal(other)))
                    .hasMessageContaining("Put the normalizers, the extractor and the name back");
        }
    }

    /** They are all alike, and nothing begins them all. */
    @Test
    void textsThatNormalizeToNothingAreFoundByEachOther() {
        try (SessionFactory made = TestFactory.of(Phone.class).build()) {
            made.inTransaction(session -> {
                session.persist(new Phone(1, "unknown"));
                session.persist(new Phone(2, "555-1"));
                session.persist(new Phone(3, null));
            });

            for (String text : List.of("", "-", "none")) {
                assertThat(phones(made, "p.number = :x", text)).as(text).containsExactly(1L);
                assertThat(phones(made, "p.number <> :x", text)).as(text).containsExactly(2L);
                assertThat(phones(made, "p.number like :x", text + "%"))
                        .as(text)
                        .containsExactly(1L, 2L);
                assertThat(phones(made, "p.number not like :x", text + "%"))
                        .as(text)
                        .isEmpty();
            }
            assertThat(phones(made, "p.number like :x", "55%")).containsExactly(2L);
        }
    }

    private static List<Long> phones(SessionFactory factory, String condition, String value) {
        return factory.fromSession(session -> session.createQuery(
                        "select p.id from Phone p where " + condition + " order by p.id", Long.class)
                .setParameter("x", value)
                .getResultList());
    }

    @Test
    void findsCharacterArraysToo() {
        try (SessionFactory made = TestFactory.of(Characters.class).build()) {
            made.inTransaction(session -> session.persist(new Characters(1, "anna".toCharArray())));

            for (Object begin : List.of("an%", "an%".toCharArray())) {
                List<Long> found = made.fromSession(
                        session -> session.createQuery("select c.id from Characters c where c.name like :x", Long.class)
                                .setParameter("x", begin)
                                .getResultList());
                assertThat(found).containsExactly(1L);
            }
        }
    }

    @Test
    void mistakesAreRefusedWithTheRemedy() {
        assertThat(refusal(TestFactory.of(OfNumbers.class))).hasMessageContaining("make the attribute a String");
        assertThat(refusal(TestFactory.of(Converted.class)))
                .hasMessageContaining("a Code has no prefixes")
                .hasMessageContaining("make the attribute a String");
        assertThat(refusal(TestFactory.of(TooLong.class))).hasMessageContaining("1 to 32");
        assertThat(refusal(TestFactory.of(Negative.class))).hasMessageContaining("1 to 32");
        assertThat(refusal(TestFactory.of(Named.class))).hasMessageContaining("for itself");
        assertThat(refusal(TestFactory.of(Twice.class))).hasMessageContaining("two of its blind indexes");
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
    static class Patient {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted @BlindIndex(prefix = LENGTH)
        String name;

        @Encrypted @BlindIndex(
                prefix = LENGTH,
                normalizer = {Trim.class, StripAccents.class, FoldCase.class})
        String folded;

        @Encrypted @BlindIndex(prefix = LENGTH, normalizer = Watched.class)
        String watched;

        Patient() {}

        Patient(long id, String name) {
            this.id = id;
            this.name = name;
            this.folded = name;
            this.watched = name;
        }
    }

    /** Leaves texts alone, and tells when it is given one. */
    public static final class Watched implements Normalizer {

        private static volatile Runnable normalized = () -> {};

        @Override
        public String normalize(String text) {
            normalized.run();
            return text;
        }
    }

    @Entity(name = "Phone")
    static class Phone {
        @Id
        long id;

        @Encrypted @BlindIndex(normalizer = DigitsOnly.class)
        @BlindIndex(prefix = 4, normalizer = DigitsOnly.class)
        String number;

        Phone() {}

        Phone(long id, String number) {
            this.id = id;
            this.number = number;
        }
    }

    @Entity(name = "Characters")
    static class Characters {
        @Id
        long id;

        @Encrypted @BlindIndex(prefix = 4)
        char[] name;

        Characters() {}

        Characters(long id, char[] name) {
            this.id = id;
            this.name = name;
        }
    }

    @Entity
    static class Converted {
        @Id
        long id;

        @Encrypted @BlindIndex(prefix = 4)
        @Convert(converter = CodeConverter.class)
        Code code;
    }

    record Code(String text) {}

    @Converter
    static class CodeConverter implements AttributeConverter<Code, String> {
        @Override
        public String convertToDatabaseColumn(Code code) {
            return code == null ? null : code.text();
        }

        @Override
        public Code convertToEntityAttribute(String text) {
            return text == null ? null : new Code(text);
        }
    }

    @Entity(name = "Subject")
    @Table(name = "subject")
    static class Four {
        @Id
        long id;

        @Encrypted @BlindIndex(prefix = 4)
        String name;
    }

    @Entity(name = "Subject")
    @Table(name = "subject")
    static class Five {
        @Id
        long id;

        @Encrypted @BlindIndex(prefix = 5)
        String name;
    }

    @Entity
    static class OfNumbers {
        @Id
        long id;

        @Encrypted @BlindIndex(prefix = 4)
        Long number;
    }

    @Entity
    static class TooLong {
        @Id
        long id;

        @Encrypted @BlindIndex(prefix = 33)
        String name;
    }

    @Entity
    static class Negative {
        @Id
        long id;

        @Encrypted @BlindIndex(prefix = -1)
        String name;
    }

    @Entity
    static class Named {
        @Id
        long id;

        @Encrypted @BlindIndex(name = "start", prefix = 4)
        String name;
    }

    @Entity
    static class Twice {
        @Id
        long id;

        @Encrypted @BlindIndex(prefix = 4)
        @BlindIndex(prefix = 5)
        String name;
    }
}
