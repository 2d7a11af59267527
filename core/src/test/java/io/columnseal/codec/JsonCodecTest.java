package io.columnseal.codec;

import static io.columnseal.codec.CodecTestSupport.assertDecodeRefused;
import static io.columnseal.codec.CodecTestSupport.assertRefused;
import static io.columnseal.codec.CodecTestSupport.codecOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.columnseal.InvalidValueException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonCodecTest {

    record Visit(String doctor, LocalDate on, List<String> notes) {}

    record Moments(OffsetDateTime offset, ZonedDateTime zoned) {}

    record Amounts(BigDecimal exact, double approximate, BigInteger huge) {}

    record Sets(Set<String> names) {}

    enum Severity {
        MILD,
        GRAVE;

        @Override
        public String toString() {
            return "same for all";
        }
    }

    static final class Address {
        public String city = "";
        public String street = "";

        /** Equal by one property only, as many beans are. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Address address && address.city.equals(city);
        }

        @Override
        public int hashCode() {
            return city.hashCode();
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(Pills.class), @JsonSubTypes.Type(Surgery.class)})
    interface Treatment {}

    record Pills(int perDay) implements Treatment {}

    record Surgery(String kind) implements Treatment {}

    /** Serialises happily, and can never be read. */
    static final class NoWayBack {
        private final String secret;

        NoWayBack(String secret, int unused) {
            this.secret = secret;
        }

        public String getSecret() {
            return secret;
        }
    }

    static class Animal {
        public String name = "";
    }

    static final class Dog extends Animal {
        public String chip = "";
    }

    record Owner(Animal pet, List<Animal> more, Optional<Animal> perhaps) {}

    static final class Wrapped {
        @JsonUnwrapped(prefix = "home")
        public Address home = new Address();
    }

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Pair(int left, int right) {}

    static final class NothingVisible {
        private String diagnosis = "hidden";

        @Override
        public String toString() {
            return diagnosis;
        }
    }

    /** Takes a property back, differently. */
    static final class Forgetful {
        public String getName() {
            return "what was set is not what is got " + name.length();
        }

        public void setName(String name) {
            this.name = name;
        }

        private String name = "";
    }

    static final class Bomb {
        private final String diagnosis = "influenza";

        public String getDiagnosis() {
            if (!diagnosis.isEmpty()) {
                throw new IllegalStateException("diagnosis: " + diagnosis);
            }
            return diagnosis;
        }
    }

    @Test
    void genericTypesReopenAsTheirElementsTypes() {
        Map<String, List<Visit>> value =
                Map.of("a", List.of(new Visit("Doe", LocalDate.of(2026, 2, 28), List.of("x"))), "b", List.of());
        assertReopens(new TypeToken<Map<String, List<Visit>>>() {}, value);
        assertReopens(new TypeToken<List<Integer>>() {}, List.of(1, 2, 3));
        assertReopens(new TypeToken<Map<Severity, Integer>>() {}, Map.of(Severity.MILD, 1, Severity.GRAVE, 2));
        assertReopens(new TypeToken<List<Treatment>>() {}, List.of(new Pills(3), new Surgery("knee")));
        assertReopens(new TypeToken<Optional<Visit>>() {}, Optional.empty());
    }

    @Test
    void propertiesAndMapKeysAreSortedSoThatEqualValuesHaveEqualBytes() {
        ValueCodec<Object> codec = codecOf(new TypeToken<Map<String, Visit>>() {}.type());
        Visit visit = new Visit("Doe", LocalDate.of(2026, 2, 28), List.of());
        Map<String, Visit> one = new LinkedHashMap<>();
        one.put("b", visit);
        one.put("a", visit);
        Map<String, Visit> other = new LinkedHashMap<>();
        other.put("a", visit);
        other.put("b", visit);
        assertThat(codec.encode(one)).isEqualTo(codec.encode(other));
        assertThat(codec.sameValue(one, other)).isTrue();
        assertThat(new String(codec.encode(one), StandardCharsets.UTF_8))
                .startsWith("{\"a\":{\"doctor\":\"Doe\",\"notes\":[],\"on\":\"2026-02-28\"}");
    }

    @Test
    void numbersStayExact() {
        assertReopens(
                new TypeToken<Amounts>() {},
                new Amounts(
                        new BigDecimal("1.10"), 0.1, BigInteger.TEN.pow(2_000).negate()));
        assertReopens(
                new TypeToken<Amounts>() {}, new Amounts(new BigDecimal("1E-400"), Double.MIN_VALUE, BigInteger.ZERO));
        Map<String, Object> untyped = Map.of("dose", new BigDecimal("0.12345678901234567890123"));
        assertReopens(new TypeToken<Map<String, Object>>() {}, untyped);
        ValueCodec<Object> nodes = codecOf(JsonNode.class);
        byte[] decimals = "{\"dose\":1.100000000000000000000000}".getBytes(StandardCharsets.UTF_8);
        assertThat(nodes.encode(nodes.decode(decimals))).isEqualTo(decimals);
    }

    @Test
    void offsetsAndZonesStay() {
        assertReopens(
                new TypeToken<Moments>() {},
                new Moments(
                        OffsetDateTime.parse("2026-02-28T13:45:30.123456789-05:30"),
                        ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Berlin]")));
        assertReopens(
                new TypeToken<Moments>() {},
                new Moments(OffsetDateTime.parse("2026-02-28T13:45:30Z"), ZonedDateTime.parse("2026-02-28T13:45:30Z")));
        assertReopens(
                new TypeToken<Moments>() {},
                new Moments(
                        OffsetDateTime.parse("2026-02-28T13:45:30+00:00"),
                        ZonedDateTime.parse("2026-02-28T13:45:30Z[UTC]")));
    }

    @Test
    void enumsGoByNameWhateverTheyPrint() {
        ValueCodec<Object> codec = codecOf(new TypeToken<List<Severity>>() {}.type());
        assertThat(new String(codec.encode(List.of(Severity.GRAVE)), StandardCharsets.UTF_8))
                .isEqualTo("[\"GRAVE\"]");
        assertThat(codec.decode(codec.encode(List.of(Severity.GRAVE)))).isEqualTo(List.of(Severity.GRAVE));
    }

    @Test
    void longTextsAndHostileOnesReopen() {
        TypeToken<List<String>> type = new TypeToken<>() {};
        assertReopens(type, List.of("\u0000\"\\/\u2028\uFFFD\uD83D\uDE00\uDBFF\uDFFF", ""));
        assertReopens(type, List.of("x".repeat(10_000_000), "\uD83D\uDE00".repeat(1_000_000)));
        assertReopens(new TypeToken<Map<String, Integer>>() {}, Map.of("k".repeat(1_000_000), 1));
        assertReopens(type, List.of("a\uD800", "\uDC00b", "\uD83D\uD83D\uDE00"));
    }

    @Test
    void aValueThatWouldNotReadBackIsRefusedBeforeItIsStored() {
        assertEncodeRefused(NoWayBack.class, new NoWayBack("influenza", 0));
        assertEncodeRefused(NothingVisible.class, new NothingVisible());
        assertEncodeRefused(Forgetful.class, new Forgetful());
        assertEncodeRefused(Animal.class, new Dog());
        assertEncodeRefused(Bomb.class, new Bomb());
        ValueCodec<Object> codec = codecOf(new TypeToken<List<Animal>>() {}.type());
        assertRefused(codec, () -> codec.encode(List.of(new Animal(), new Dog())));
        assertEncodeRefused(Animal[].class, new Animal[] {new Dog()});
        assertEncodeRefused(Owner.class, new Owner(new Dog(), List.of(), Optional.empty()));
        assertEncodeRefused(Owner.class, new Owner(null, List.of(new Dog()), Optional.empty()));
        assertEncodeRefused(Owner.class, new Owner(null, List.of(), Optional.of(new Dog())));
    }

    @Test
    void subclassesThatNothingIsLeftOutOfReopen() {
        assertReopens(new TypeToken<Owner>() {}, new Owner(null, List.of(), Optional.empty()));
        ValueCodec<Object> owner = codecOf(Owner.class);
        Owner reopened = (Owner) owner.decode(owner.encode(new Owner(new Animal() {}, List.of(), Optional.empty())));
        assertThat(reopened.pet().getClass()).isEqualTo(Animal.class);
        ValueCodec<Object> treatment = codecOf(Treatment.class);
        assertThat(treatment.decode(treatment.encode(new Pills(3)))).isEqualTo(new Pills(3));
    }

    @Test
    void unwrappedAndArrayShapedBeansReopen() {
        assertReopens(new TypeToken<List<Pair>>() {}, List.of(new Pair(1, 2)));
        ValueCodec<Object> codec = codecOf(Wrapped.class);
        Wrapped wrapped = new Wrapped();
        wrapped.home.city = "Bern";
        assertThat(new String(codec.encode(wrapped), StandardCharsets.UTF_8))
                .isEqualTo("{\"homecity\":\"Bern\",\"homestreet\":\"\"}");
        assertThat(((Wrapped) codec.decode(codec.encode(wrapped))).home.city).isEqualTo("Bern");
    }

    @Test
    void aCycleIsRefused() {
        ValueCodec<Object> codec = codecOf(new TypeToken<List<Object>>() {}.type());
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        assertRefused(codec, () -> codec.encode(cycle));
    }

    @Test
    void theOrderOfASetIsNoReasonToRefuseIt() {
        Set<String> names = new HashSet<>(4096);
        for (int i = 0; i < 300; i++) {
            names.add("name" + i * 7919);
        }
        assertReopens(new TypeToken<Sets>() {}, new Sets(names));
        assertReopens(new TypeToken<Set<String>>() {}, names);
    }

    @Test
    void changesThatEqualsDoesNotSeeAreSeen() {
        ValueCodec<Object> codec = codecOf(Address.class);
        Address address = new Address();
        address.city = "Bern";
        Address copy = (Address) codec.copy(address);
        assertThat(codec.isMutable()).isTrue();
        assertThat(codec.sameValue(address, copy)).isTrue();
        address.street = "Marktgasse";
        assertThat(address).isEqualTo(copy);
        assertThat(codec.sameValue(address, copy)).isFalse();
        assertThat(copy.street).isEmpty();
    }

    @Test
    void whatIsNoJsonOfTheTypeIsRefused() {
        ValueCodec<Object> codec = codecOf(Visit.class);
        for (String stored : List.of(
                "",
                " ",
                "null",
                "{",
                "[]",
                "\"influenza\"",
                "{\"doctor\":\"a\",\"doctor\":\"b\",\"notes\":[],\"on\":\"2026-02-28\"}",
                "{\"doctor\":\"a\",\"notes\":[],\"on\":\"2026-02-28\"} {}",
                "{\"doctor\":\"a\",\"notes\":[],\"on\":\"2026-02-30\"}",
                "{\"doctor\":\"a\",\"notes\":[],\"on\":\"2026-02-28\",\"unknown\":1}",
                "{\"doctor\":\"a\",\"notes\":\"influenza\",\"on\":\"2026-02-28\"}")) {
            assertDecodeRefused(codec, stored.getBytes(StandardCharsets.UTF_8));
        }
        String valid = "{\"doctor\":\"a\",\"notes\":[],\"on\":\"2026-02-28\"}";
        assertThat(codec.decode(valid.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Visit("a", LocalDate.of(2026, 2, 28), List.of()));
        assertDecodeRefused(codec, valid.getBytes(StandardCharsets.UTF_16BE));
        assertDecodeRefused(codec, valid.getBytes(Charset.forName("UTF-32BE")));
        assertDecodeRefused(codec, "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        assertDecodeRefused(codecOf(Severity[].class), "[1]".getBytes(StandardCharsets.UTF_8));
        assertDecodeRefused(
                codecOf(new TypeToken<List<Integer>>() {}.type()), "[1.5]".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPropertyThatTheTypeGainedIsNull() {
        ValueCodec<Object> codec = codecOf(Visit.class);
        assertThat(codec.decode("{\"doctor\":\"a\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Visit("a", null, null));
    }

    @Test
    void aPrimitiveThatTheTypeGainedIsRefusedRatherThanZero() {
        ValueCodec<Object> codec = codecOf(Pair.class);
        assertThat(codec.decode("[1,2]".getBytes(StandardCharsets.UTF_8))).isEqualTo(new Pair(1, 2));
        assertDecodeRefused(codec, "[1]".getBytes(StandardCharsets.UTF_8));
        assertDecodeRefused(codec, "[1,null]".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void noErrorQuotesTheValue() {
        ValueCodec<Object> visits = codecOf(Visit.class);
        assertQuotesNothing(() -> visits.decode("{\"influenza\":1}".getBytes(StandardCharsets.UTF_8)));
        assertQuotesNothing(() -> visits.decode("influenza".getBytes(StandardCharsets.UTF_8)));
        assertQuotesNothing(() -> visits.decode("{\"on\":\"influenza\"}".getBytes(StandardCharsets.UTF_8)));
        assertQuotesNothing(() -> codecOf(Bomb.class).encode(new Bomb()));
        assertQuotesNothing(() -> codecOf(NoWayBack.class).encode(new NoWayBack("influenza", 0)));
        assertQuotesNothing(() -> codecOf(Animal.class).encode(dog("influenza")));
    }

    @Test
    void aMapperOfOnesOwnIsUsed() {
        JsonMapper lenient = JsonCodecs.standardMapper()
                .disable(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        ValueCodec<?> codec = Codecs.builder()
                .json(JsonCodecs.using(lenient))
                .build()
                .find(Visit.class)
                .orElseThrow();
        assertThat(codec.decode("{\"doctor\":\"a\",\"left\":1}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Visit("a", null, null));
    }

    private static Dog dog(String chip) {
        Dog dog = new Dog();
        dog.chip = chip;
        return dog;
    }

    private static <T> void assertReopens(TypeToken<T> type, T value) {
        ValueCodec<Object> codec = codecOf(type.type());
        assertThat(codec.name()).isEqualTo("json");
        assertThat(codec.decode(codec.encode(value)).equals(value)).isTrue();
        assertThat(codec.copy(value).equals(value)).isTrue();
    }

    private static void assertEncodeRefused(Class<?> type, Object value) {
        ValueCodec<Object> codec = codecOf(type);
        assertRefused(codec, () -> codec.encode(value));
    }

    private static void assertQuotesNothing(org.assertj.core.api.ThrowableAssert.ThrowingCallable operation) {
        assertThatThrownBy(operation).isInstanceOfSatisfying(InvalidValueException.class, refusal -> {
            StringWriter trace = new StringWriter();
            refusal.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain("influenza");
        });
    }
}
