package io.columnseal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.columnseal.InvalidValueException;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.codec.CodecRegistry;
import io.columnseal.codec.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What parts extractors take, and what tells one index of parts from another. */
class PartialFormTest {

    private static final CodecRegistry CODECS = Codecs.standard();
    private static final NormalForms FORMS = new NormalForms();

    @SafeVarargs
    private static PartialForm form(
            Class<?> type,
            Class<? extends Extractor<?, ?>> extractor,
            int length,
            Class<? extends Normalizer>... normalizers) {
        IndexedValues values =
                new IndexedValues("Patient", "attribute", CODECS.find(type).orElseThrow(), List.of(normalizers), false);
        return FORMS.of(new IndexedParts(values, extractor, length, CODECS));
    }

    private static String text(byte[] form) {
        return new String(form, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "abcdef,abc,def",
        "ab,ab,ab",
        "'','',''",
        "a\uD83D\uDE00b\uD83D\uDE00,a\uD83D\uDE00b,\uD83D\uDE00b\uD83D\uDE00"
    })
    void firstAndLastCharactersAreThoseOfUnicode(String value, String first, String last) {
        assertThat(text(form(String.class, FirstCharacters.class, 3).ofValues().of(value)))
                .isEqualTo(first);
        assertThat(text(form(String.class, LastCharacters.class, 3).ofValues().of(value)))
                .isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource({"ann@Example.org,example.org", "\"a@b\"@c.org,c.org", "nobody,''", "ann@,''"})
    void theDomainStandsBehindTheLastAt(String address, String domain) {
        assertThat(text(form(String.class, EmailDomain.class, 0, FoldCase.class)
                        .ofValues()
                        .of(address)))
                .isEqualTo(domain);
    }

    @Test
    void theYearOfDates() {
        byte[] year = form(LocalDate.class, YearOf.class, 0).ofParts().of(1980);

        assertThat(form(LocalDate.class, YearOf.class, 0).ofValues().of(LocalDate.of(1980, 12, 31)))
                .isEqualTo(year);
        assertThat(form(LocalDateTime.class, YearOf.class, 0).ofValues().of(LocalDateTime.of(1980, 1, 1, 0, 0)))
                .isEqualTo(year);
        assertThat(form(YearMonth.class, YearOf.class, 0).ofValues().of(YearMonth.of(1980, 5)))
                .isEqualTo(year);
        assertThat(form(LocalDate.class, YearOf.class, 0).ofValues().of(LocalDate.of(-5, 1, 1)))
                .isEqualTo(form(LocalDate.class, YearOf.class, 0).ofParts().of(-5L));
    }

    @Test
    void valuesAreNormalizedBeforeTheirPartIsTakenAndPartsOnceMore() {
        PartialForm digits = form(String.class, LastCharacters.class, 4, DigitsOnly.class);
        assertThat(text(digits.ofValues().of("123-45-67-89"))).isEqualTo("6789");
        assertThat(text(digits.ofParts().of("67-89"))).isEqualTo("6789");

        PartialForm trimmed = form(String.class, FirstCharacters.class, 3, Trim.class);
        assertThat(text(trimmed.ofValues().of(" ab c"))).isEqualTo("ab");
        assertThat(text(trimmed.ofParts().of("ab "))).isEqualTo("ab");
    }

    @Test
    void nothingIsExtractedFromWhatIsLookedFor() {
        assertThat(text(form(String.class, LastCharacters.class, 4).ofParts().of("123456")))
                .isEqualTo("123456");
    }

    @Test
    void textsOfEveryTypeHaveParts() {
        assertThat(text(form(char[].class, LastCharacters.class, 2).ofValues().of("abc".toCharArray())))
                .isEqualTo("bc");
        assertThat(text(form(char.class, LastCharacters.class, 2).ofValues().of('a')))
                .isEqualTo("a");
    }

    /** Frozen by stored data. */
    @Test
    void identitiesAndFingerprintsNeverChange() {
        assertThat(new FirstCharacters(3).identity()).isEqualTo("columnseal/first/3");
        assertThat(new LastCharacters(4).identity()).isEqualTo("columnseal/last/4");
        assertThat(new EmailDomain().identity()).isEqualTo("columnseal/email-domain");
        assertThat(new YearOf().identity()).isEqualTo("columnseal/year");
        assertThat(form(String.class, LastCharacters.class, 4, DigitsOnly.class)
                        .ofValues()
                        .fingerprint())
                .isEqualTo("2bfb78fcea5a039449b6ce0bd60c63e7d50fb419dc62c118a04c48625d4d822c");
        assertThat(form(LocalDate.class, YearOf.class, 0).ofValues().fingerprint())
                .isEqualTo("e5da6d3178d544d644dc9113bfbce0f92ebb0c5acc74be1cdd885e4ce846114b");
    }

    @Test
    void theFingerprintTellsExtractorLengthAndNormalizers() {
        assertThat(List.of(
                        form(String.class, FirstCharacters.class, 3).ofValues().fingerprint(),
                        form(String.class, FirstCharacters.class, 4).ofValues().fingerprint(),
                        form(String.class, LastCharacters.class, 3).ofValues().fingerprint(),
                        form(String.class, LastCharacters.class, 3, Trim.class)
                                .ofValues()
                                .fingerprint(),
                        form(String.class, Mine.class, 0).ofValues().fingerprint()))
                .doesNotHaveDuplicates();
        PartialForm form = form(String.class, Mine.class, 0, Trim.class);
        assertThat(form.ofParts().fingerprint()).isEqualTo(form.ofValues().fingerprint());
    }

    @Test
    void theWholeValueIsWhatItIsWithoutExtractor() {
        PartialForm whole = form(String.class, WholeValue.class, 0, FoldCase.class);

        assertThat(text(whole.ofValues().of("ABC"))).isEqualTo("abc");
        assertThat(whole.ofValues().fingerprint())
                .isEqualTo(FORMS.of(new IndexedValues(
                                "Patient",
                                "attribute",
                                CODECS.find(String.class).orElseThrow(),
                                List.of(FoldCase.class),
                                false))
                        .fingerprint());
    }

    @Test
    void anExtractorMayTurnTextsIntoNumbers() {
        PartialForm form = form(String.class, Mine.class, 0, Trim.class);

        assertThat(form.partCodec().type()).isEqualTo(Integer.class);
        assertThat(form.ofValues().of(" abc ")).isEqualTo(form.ofParts().of(3));
    }

    @Test
    void refusesWhatCannotBeExtracted() {
        assertRefused(() -> form(Instant.class, YearOf.class, 0), "takes no parts of Instant");
        assertRefused(() -> form(Long.class, LastCharacters.class, 4), "takes no parts of Long");
        assertRefused(() -> form(String.class, LastCharacters.class, 0), "cannot be created without a length");
        assertRefused(() -> form(String.class, LastCharacters.class, -1), "cannot be created with a length of -1");
        assertRefused(() -> form(LocalDate.class, YearOf.class, 4), "cannot be created with a length of 4");
        assertRefused(() -> form(String.class, WholeValue.class, 4), "cannot be created with a length of 4");
        assertRefused(() -> form(String.class, Hidden.class, 0), "cannot be created");
        assertRefused(() -> form(String.class, Nameless.class, 0), "has no identity");
        assertRefused(() -> form(String.class, ToThread.class, 0), "cannot be compared");
        assertRefused(() -> form(LocalDate.class, YearOf.class, 0, Trim.class), "normalizers are for texts");
        assertRefused(() -> form(String.class, ToBoolean.class, 0), "has few values");
    }

    private static void assertRefused(Runnable form, String problem) {
        assertThatThrownBy(form::run)
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining(problem)
                .hasNoCause();
    }

    @Test
    void whatAnExtractorFailsAtIsTold() {
        Throwable failure = catchThrowable(
                () -> form(String.class, Failing.class, 0).ofValues().of("NEEDLE"));
        assertThat(failure)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(IllegalStateException.class.getName())
                .hasMessageNotContaining("NEEDLE")
                .hasNoCause();
        assertThatThrownBy(() -> form(String.class, Failing.class, 0).ofValues().of(""))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("returned null");
    }

    /** The length of a text. */
    public static class Mine extends Own<Integer> {

        public Mine() {
            super(Integer.class, "example/length/1");
        }

        @Override
        public Integer extract(String text) {
            return text.length();
        }
    }

    static final class Hidden extends Mine {}

    public static final class Nameless extends Own<String> {

        public Nameless() {
            super(String.class, " ");
        }

        @Override
        public String extract(String text) {
            return text;
        }
    }

    public static final class ToThread extends Own<Thread> {

        public ToThread() {
            super(Thread.class, "example/thread");
        }

        @Override
        public Thread extract(String text) {
            return Thread.currentThread();
        }
    }

    public static final class ToBoolean extends Own<Boolean> {

        public ToBoolean() {
            super(Boolean.class, "example/empty");
        }

        @Override
        public Boolean extract(String text) {
            return text.isEmpty();
        }
    }

    public static final class Failing extends Own<String> {

        public Failing() {
            super(String.class, "example/failing");
        }

        @Override
        @SuppressWarnings("NullAway")
        public String extract(String text) {
            if (text.isEmpty()) {
                return null;
            }
            throw new IllegalStateException(text);
        }
    }

    /** An extractor from texts. */
    public abstract static class Own<P> implements Extractor<String, P> {

        private final Class<P> partType;
        private final String identity;

        Own(Class<P> partType, String identity) {
            this.partType = partType;
            this.identity = identity;
        }

        @Override
        public boolean accepts(Class<?> type) {
            return type == String.class;
        }

        @Override
        public Class<P> partType() {
            return partType;
        }

        @Override
        public String identity() {
            return identity;
        }
    }
}
