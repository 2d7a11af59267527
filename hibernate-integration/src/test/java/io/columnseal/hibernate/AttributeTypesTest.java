package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Storage;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Attributes of every kind of type, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AttributeTypesTest {

    static final int MEGABYTE = 1 << 20;

    private static final String MARKER = "MARKER-5f1d";

    private SessionFactory factory;
    private final ColumnSeal seal = TestFactory.seal();
    private Map<String, Object> database;

    abstract TestDatabase server();

    @BeforeAll
    void start() {
        database = server().create();
        factory = factory("create");
        factory.inTransaction(session -> {
            session.persist(Everything.full(1));
            session.persist(new Everything(2));
        });
    }

    @AfterAll
    void stop() {
        factory.close();
        seal.close();
    }

    final SessionFactory factory() {
        return factory;
    }

    final SessionFactory factory(String action) {
        TestFactory made = TestFactory.of(Everything.class, MoneyConverter.class, CodeConverter.class)
                .seal(seal)
                .setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action);
        database.forEach(made::setting);
        return made.build();
    }

    @Test
    void readsBackEveryTypeOfAttribute() {
        Everything read = factory.fromSession(session -> session.find(Everything.class, 1));

        assertThat(read)
                .usingRecursiveComparison(RecursiveComparisonConfiguration.builder()
                        .withStrictTypeChecking(false)
                        .build())
                .isEqualTo(Everything.full(1));
    }

    @Test
    void nullStaysNull() {
        Everything read = factory.fromSession(session -> session.find(Everything.class, 2));

        assertThat(read).usingRecursiveComparison().isEqualTo(new Everything(2));
        assertThat(RawRows.query(factory, "select textual, bytes, fee, visits, kind from everything where id = 2"))
                .isEmpty();
    }

    @Test
    void emptyValuesAreSealedAndStayEmpty() {
        persist(3, empty -> {
            empty.textual = "";
            empty.bytes = new byte[0];
            empty.characters = new char[0];
            empty.asText = "";
            empty.list = List.of();
        });

        Everything read = find(3);
        assertThat(read.textual).isEmpty();
        assertThat(read.bytes).isEmpty();
        assertThat(read.characters).isEmpty();
        assertThat(read.asText).isEmpty();
        assertThat(read.list).isEmpty();
        assertThat(RawRows.query(factory, "select textual, bytes, characters, asText from everything where id = 3"))
                .hasSize(4)
                .allSatisfy(cell -> assertThat(cell).hasSizeGreaterThanOrEqualTo(38));
    }

    @Test
    void noColumnHoldsAValueInPlaintext() {
        List<byte[]> cells = RawRows.query(factory, "select * from everything where id = 1");

        assertThat(cells)
                .hasSizeGreaterThan(20)
                .allSatisfy(cell -> assertThat(new String(cell, StandardCharsets.ISO_8859_1))
                        .doesNotContain(MARKER));
        // In the Base64 of long values four given letters turn up by chance
        assertThat(cells)
                .filteredOn(cell -> cell.length < 1000)
                .hasSizeGreaterThan(20)
                .allSatisfy(cell -> assertThat(new String(cell, StandardCharsets.ISO_8859_1))
                        .doesNotContain("OPEN", "Kind"));
    }

    @Test
    void sealsTheSameValueDifferentlyEachTime() {
        List<byte[]> cells = RawRows.query(factory, "select primitive from everything where id in (1, 2)");

        assertThat(cells).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void sealedLengthsOfEnumsAndBooleansTellNothing() {
        assertThat(RawRows.query(factory, "select kind, flag from everything where id = 1"))
                .extracting(cell -> cell.length)
                .containsExactly(53, 53);
    }

    @Test
    void sealsWhatAConverterMakesOfTheValue() {
        assertThat(MoneyConverter.calls).isPositive();
        assertThat(CodeConverter.calls).isPositive();
    }

    @Test
    void hibernateValidatesTheSchemaItMade() {
        factory("validate").close();
    }

    @Test
    void readsBackTenMegabytes() {
        String text = (MARKER + " Zürich ").repeat(10 * MEGABYTE / 20);
        byte[] bytes = new byte[10 * MEGABYTE];
        new Random(5).nextBytes(bytes);
        persist(10, large -> large.story = text);
        persist(11, large -> large.largeAsText = text);
        persist(12, large -> large.largeBytes = bytes);

        assertThat(find(10).story.equals(text)).isTrue();
        assertThat(find(11).largeAsText.equals(text)).isTrue();
        assertThat(Arrays.equals(find(12).largeBytes, bytes)).isTrue();
    }

    private void persist(long id, Consumer<Everything> change) {
        factory.inTransaction(session -> session.persist(row(id, change)));
    }

    static Everything row(long id, Consumer<Everything> change) {
        Everything row = new Everything(id);
        change.accept(row);
        return row;
    }

    final Everything find(long id) {
        return factory.fromSession(session -> session.find(Everything.class, id));
    }

    @Test
    void untouchedEntitiesAreNotWritten() {
        var statistics = factory.getStatistics();
        statistics.setStatisticsEnabled(true);
        statistics.clear();

        factory.inTransaction(session -> {
            session.find(Everything.class, 1);
            session.find(Everything.class, 2);
        });
        factory.inTransaction(session -> session.merge(Everything.full(1)));

        assertThat(statistics.getEntityUpdateCount()).isZero();
    }

    enum Kind {
        OPEN,
        CLOSED
    }

    record Visit(String reason, int minutes) {}

    record Money(BigDecimal amount, String currency) {}

    record Code(String value) {}

    @Converter(autoApply = true)
    static class CodeConverter implements AttributeConverter<Code, String> {

        static volatile int calls;

        @Override
        public String convertToDatabaseColumn(Code attribute) {
            calls++;
            return attribute == null ? null : attribute.value();
        }

        @Override
        public Code convertToEntityAttribute(String data) {
            return data == null ? null : new Code(data);
        }
    }

    @Converter
    static class MoneyConverter implements AttributeConverter<Money, String> {

        static volatile int calls;

        @Override
        public String convertToDatabaseColumn(Money attribute) {
            calls++;
            return attribute == null ? null : attribute.amount() + " " + attribute.currency();
        }

        @Override
        public Money convertToEntityAttribute(String data) {
            return data == null ? null : new Money(new BigDecimal(data.split(" ")[0]), data.split(" ")[1]);
        }
    }

    @Entity(name = "Everything")
    @jakarta.persistence.Table(name = "everything")
    @Access(AccessType.FIELD)
    static class Everything {

        @Id
        long id;

        @Encrypted String textual;

        @Encrypted byte[] bytes;

        @Encrypted char[] characters;

        @Encrypted int primitive;

        @Encrypted boolean flag;

        @Encrypted Long wide;

        @Encrypted Short narrow;

        @Encrypted Double floating;

        @Encrypted Character letter;

        @Encrypted @Column(precision = 30, scale = 10)
        BigDecimal fee;

        @Encrypted BigInteger huge;

        @Encrypted LocalDate birth;

        @Encrypted LocalDateTime moment;

        @Encrypted Instant instant;

        @Encrypted OffsetDateTime withOffset;

        @Encrypted ZonedDateTime zoned;

        @Encrypted Duration duration;

        @Encrypted UUID uuid;

        @Encrypted @Enumerated(EnumType.STRING)
        Kind kind;

        @Encrypted @Enumerated(EnumType.ORDINAL)
        Kind ordinal;

        @Encrypted Visit visit;

        @Encrypted @JdbcTypeCode(SqlTypes.JSON)
        Map<String, Visit> visits;

        @Encrypted List<String> list;

        @Encrypted @Lob
        String story;

        @Encrypted @Lob
        byte[] largeBytes;

        @Encrypted(storage = Storage.TEXT) String asText;

        @Encrypted(storage = Storage.TEXT) @Lob
        String largeAsText;

        @Encrypted @Convert(converter = MoneyConverter.class)
        Money money;

        @Encrypted Code code;

        @Encrypted(paddingBytes = 64, purpose = "phi", context = "patient.padded") @Basic(optional = true)
        String padded;

        Everything() {}

        Everything(long id) {
            this.id = id;
        }

        static Everything full(long id) {
            Everything full = new Everything(id);
            full.textual = MARKER + " Zürich \uD83D\uDE00";
            full.bytes = MARKER.getBytes(StandardCharsets.UTF_8);
            full.characters = MARKER.toCharArray();
            full.primitive = 42;
            full.flag = true;
            full.wide = Long.MIN_VALUE;
            full.narrow = -1;
            full.floating = 0.1;
            full.letter = 'ß';
            full.fee = new BigDecimal("12345678901234567890.1234567890");
            full.huge = BigInteger.ONE.shiftLeft(200);
            full.birth = LocalDate.of(1970, 1, 2);
            full.moment = LocalDateTime.of(2024, 2, 29, 23, 59, 59, 999_999_999);
            full.instant = Instant.parse("2024-02-29T23:59:59.999999999Z");
            full.withOffset = OffsetDateTime.parse("2024-02-29T23:59:59.999+05:30");
            full.zoned = ZonedDateTime.parse("2024-02-29T23:59:59+01:00[Europe/Berlin]");
            full.duration = Duration.ofNanos(1);
            full.uuid = new UUID(1, 2);
            full.kind = Kind.CLOSED;
            full.ordinal = Kind.OPEN;
            full.visit = new Visit(MARKER, 5);
            full.visits = Map.of("first", new Visit(MARKER, 7));
            full.list = List.of(MARKER, "second");
            full.story = MARKER.repeat(20_000);
            full.largeBytes = full.story.getBytes(StandardCharsets.UTF_8);
            full.asText = MARKER;
            full.largeAsText = MARKER.repeat(10_000);
            full.money = new Money(new BigDecimal("12.50"), "EUR");
            full.code = new Code(MARKER);
            full.padded = MARKER;
            return full;
        }
    }
}
