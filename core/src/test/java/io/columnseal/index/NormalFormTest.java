package io.columnseal.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.InvalidValueException;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.codec.Codecs;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalFormTest {

    private static final NormalForms FORMS = new NormalForms();
    private static final Codecs CODECS = Codecs.standard();

    private enum Color {
        RED
    }

    /** Not to be instantiated by {@link NormalForms}. */
    static final class Hidden implements Normalizer {
        private Hidden() {}

        @Override
        public String normalize(String text) {
            return text;
        }
    }

    /** Fails as an application's class might. */
    public static final class Careless implements Normalizer {
        @Override
        public String normalize(String text) {
            return switch (text.length()) {
                case 0 -> nothing();
                case 1 -> throw new IllegalStateException("cannot take " + text);
                case 2 -> "\uD800";
                default -> text;
            };
        }

        @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what is tested
        private static <T> T nothing() {
            return null;
        }
    }

    @Test
    void textsOfEveryTypeHaveTheSameForm() {
        NormalForm form = form(String.class);

        assertThat(form.of("a\u00E9")).isEqualTo("a\u00E9".getBytes(UTF_8));
        assertThat(form.of("a\u00E9".toCharArray())).isEqualTo(form.of("a\u00E9"));
        assertThat(form(char[].class).of("a")).isEqualTo(form(Character.class).of('a'));
        assertThat(form.of("")).isEmpty();
        assertThat(form.fingerprint()).isEmpty();
        assertThat(form.foldsCase()).isFalse();
    }

    @Test
    void normalizersAreAppliedInOrder() {
        NormalForm form = form(String.class, Trim.class, StripAccents.class, FoldCase.class);

        assertThat(form.of(" \u00C9ric ")).isEqualTo("eric".getBytes(UTF_8));
        assertThat(form.foldsCase()).isTrue();
        assertThat(form.fingerprint()).matches("[0-9a-f]{64}");
    }

    @Test
    void caseIsFoldedOnlyIfNothingBeforeLooksAtIt() {
        assertThat(form(String.class, FoldCase.class, DropTitle.class).foldsCase())
                .isTrue();
        assertThat(form(String.class, DropTitle.class, FoldCase.class).foldsCase())
                .isFalse();
        assertThat(form(String.class, DropTitle.class, FoldCase.class).of("Dr Who"))
                .isNotEqualTo(
                        form(String.class, DropTitle.class, FoldCase.class).of("dr who"));
    }

    /** Tells upper from lower case. */
    public static final class DropTitle implements Normalizer {
        @Override
        public String normalize(String text) {
            return text.startsWith("Dr ") ? text.substring(3) : text;
        }
    }

    @Test
    void whatNormalizesToNothingIsEqual() {
        NormalForm form = form(String.class, DigitsOnly.class);

        assertThat(form.of("unknown")).isEmpty();
        assertThat(form.of("n/a")).isEqualTo(form.of(""));
    }

    @Test
    void integralNumbersAreEqualByValue() {
        assertThat(form(int.class).of(5))
                .isEqualTo(form(long.class).of(5L))
                .isEqualTo(form(Byte.class).of((byte) 5))
                .isEqualTo(form(Short.class).of((short) 5))
                .isEqualTo(form(BigInteger.class).of(BigInteger.valueOf(5)))
                .isEqualTo(form(int.class).of(5L))
                .isEqualTo(codecBytes(Integer.class, 5));
        assertThat(form(int.class).of(1L << 40)).isEqualTo(form(long.class).of(1L << 40));
        assertThat(form(BigInteger.class).of(BigInteger.ONE.shiftLeft(100)))
                .isEqualTo(codecBytes(BigInteger.class, BigInteger.ONE.shiftLeft(100)));
    }

    @Test
    void decimalNumbersAreEqualByValue() {
        NormalForm form = form(BigDecimal.class);

        assertThat(form.of(new BigDecimal("1.00")))
                .isEqualTo(form.of(new BigDecimal("1.0")))
                .isEqualTo(form.of(BigDecimal.ONE))
                .isNotEqualTo(form.of(new BigDecimal("1.01")));
        assertThat(form.of(new BigDecimal("1E+2"))).isEqualTo(form.of(new BigDecimal("100")));
        assertThat(form.of(new BigDecimal("0.000"))).isEqualTo(form.of(BigDecimal.ZERO));
        assertThatThrownBy(() -> form.of(new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE)))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void floatingPointNumbersHaveOneZeroAndOneNotANumber() {
        NormalForm wide = form(double.class);
        NormalForm narrow = form(float.class);

        assertThat(wide.of(-0.0)).isEqualTo(wide.of(0.0));
        assertThat(wide.of(Double.longBitsToDouble(0x7ff8000000000001L))).isEqualTo(wide.of(Double.NaN));
        assertThat(wide.of(Double.MIN_VALUE)).isEqualTo(codecBytes(Double.class, Double.MIN_VALUE));
        assertThat(narrow.of(-0.0f)).isEqualTo(narrow.of(0.0f));
        assertThat(narrow.of(Float.intBitsToFloat(0x7fc00001))).isEqualTo(narrow.of(Float.NaN));
        assertThat(narrow.of(-1.5f)).isEqualTo(codecBytes(Float.class, -1.5f));
    }

    @Test
    void timestampsWithZoneAreEqualByInstant() {
        NormalForm offset = form(OffsetDateTime.class);
        NormalForm zoned = form(ZonedDateTime.class);
        Instant instant = Instant.parse("2026-01-01T10:00:00.000000001Z");

        assertThat(offset.of(OffsetDateTime.parse("2026-01-01T11:00:00.000000001+01:00")))
                .isEqualTo(offset.of(OffsetDateTime.parse("2026-01-01T10:00:00.000000001Z")))
                .isEqualTo(zoned.of(ZonedDateTime.parse("2026-01-01T11:00:00.000000001+01:00[Europe/Paris]")))
                .isEqualTo(codecBytes(Instant.class, instant));
    }

    @Test
    void allOthersHaveTheFormThatIsSealed() {
        LocalDate day = LocalDate.of(1970, 1, 2);
        UUID uuid = UUID.fromString("00000000-0000-0001-0000-000000000002");
        byte[] bytes = {1, 2, 3};

        assertThat(form(LocalDate.class).of(day)).isEqualTo(codecBytes(LocalDate.class, day));
        assertThat(form(UUID.class).of(uuid)).isEqualTo(codecBytes(UUID.class, uuid));
        assertThat(form(Date.class).of(new Date(5))).isEqualTo(codecBytes(Instant.class, Instant.ofEpochMilli(5)));
        assertThat(form(byte[].class).of(bytes)).isEqualTo(bytes).isNotSameAs(bytes);
        assertThat(HexFormat.of().formatHex(form(LocalDate.class).of(day))).isEqualTo("0000000000000001");
    }

    @Test
    void fewValuesAreIndexedOnlyIfAccepted() {
        assertThatThrownBy(() -> form(boolean.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("Patient.attribute")
                .hasMessageContaining("acceptFewValues = true");
        assertThatThrownBy(() -> form(Color.class)).isInstanceOf(UnsupportedMappingException.class);

        assertThat(accepted(Color.class).of(Color.RED)).isEqualTo("RED".getBytes(UTF_8));
        assertThat(accepted(Boolean.class).of(true)).containsExactly(1);
    }

    @Test
    void jsonIsNeverIndexed() {
        assertThatThrownBy(() -> accepted(Map.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("JSON");
    }

    @ParameterizedTest
    @ValueSource(classes = {int.class, UUID.class, byte[].class, java.net.URI.class})
    void normalizersAreForTexts(Class<?> type) {
        assertThatThrownBy(() -> form(type, Trim.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("normalizers are for texts");
    }

    @Test
    void aNormalizerMustBeCreatable() {
        assertThatThrownBy(() -> form(String.class, Hidden.class))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining(Hidden.class.getName())
                .hasMessageContaining("public constructor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "ss"})
    void aCarelessNormalizerIsNamedAndTheTextIsNot(String text) {
        NormalForm form = form(String.class, Careless.class);

        assertThatThrownBy(() -> form.of(text))
                .isInstanceOf(InvalidValueException.class)
                .hasNoCause()
                .satisfies(
                        error -> assertThat(String.valueOf(error.getMessage())).doesNotContain("cannot take"));
        assertThat(form.of("123")).isEqualTo("123".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "a\uDC00", "\uDC00\uD800", "?\uDBFF?"})
    void halfACharacterIsRefused(String text) {
        assertThatThrownBy(() -> form(String.class).of(text)).isInstanceOf(InvalidValueException.class);
        assertThat(form(String.class).of("?\uD801\uDC00")).hasSize(5);
    }

    @Test
    void aValueOfAnotherTypeIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> form(String.class).of(4711))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("java.lang.Integer")
                .hasMessageNotContaining("4711");
        assertThatThrownBy(() -> form(int.class).of(4711.5))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageNotContaining("4711");
        assertThatThrownBy(() -> form(LocalDate.class).of("1970-01-02")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> form(OffsetDateTime.class).of(Instant.EPOCH))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void takesTenMegabytes() {
        String text = "1-".repeat(5_000_000);

        assertThat(form(String.class).of(text)).hasSize(10_000_000);
        assertThat(form(String.class, DigitsOnly.class).of(text)).hasSize(5_000_000);
        assertThat(form(byte[].class).of(new byte[10_000_000])).hasSize(10_000_000);
    }

    @SafeVarargs
    private static NormalForm form(Type type, Class<? extends Normalizer>... normalizers) {
        return FORMS.of(new IndexedValues(
                "Patient", "attribute", CODECS.find(type).orElseThrow(), List.of(normalizers), false));
    }

    private static NormalForm accepted(Type type) {
        return FORMS.of(
                new IndexedValues("Patient", "attribute", CODECS.find(type).orElseThrow(), List.of(), true));
    }

    @SuppressWarnings("unchecked") // the codec of a type takes its values
    private static <T> byte[] codecBytes(Class<T> type, T value) {
        return ((io.columnseal.codec.ValueCodec<T>) CODECS.find(type).orElseThrow()).encode(value);
    }
}
