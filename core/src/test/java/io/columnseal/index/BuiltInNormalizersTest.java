package io.columnseal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInNormalizersTest {

    private static final int ROUNDS = 20_000;

    static Stream<Normalizer> builtIn() {
        return Stream.of(new Trim(), new FoldCase(), new DigitsOnly(), new StripAccents());
    }

    /** The same on every Java version: these were computed on Java 17 and on Java 25. */
    static Stream<Arguments> fingerprints() {
        return Stream.of(
                Arguments.of(new Trim(), "2d5e7a4cc3f2b3d46c90b02c84d8ecdaa8ef9ea339759fdd4d8ebf6d3ab4913a"),
                Arguments.of(new FoldCase(), "c6affacc33843bec48a7ad77dac89a67afc911508a1aa8899d9d0471aa04b2a7"),
                Arguments.of(new DigitsOnly(), "927a9e24ac8ae38e1d6af762f575ab480ed007fe82b9eecc4fadb92c7b16f036"),
                Arguments.of(new StripAccents(), "bb889d3ea21cb16c5f4fd7f8e62cf1eae4988ffd9d9436f0999d484614f033da"));
    }

    @ParameterizedTest
    @MethodSource("fingerprints")
    void doesTheSameToEveryCharacterOnEveryJavaVersion(Normalizer normalizer, String fingerprint) {
        NormalizerChain chain = new NormalizerChain(List.of(normalizer));

        assertThat(ChainFingerprint.of(chain)).isEqualTo(fingerprint);
        assertThat(new Fingerprints().of(chain)).isEqualTo(fingerprint);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "' a b ', 'a b'",
        "'\t\n\u000B\f\r \u001C\u001Fa\u0085\u00A0\u1680\u2000\u200A\u2028\u2029\u202F\u205F\u3000', a",
        "'\u200Ba\uFEFF', '\u200Ba\uFEFF'",
        "'\u0000a\u0008', '\u0000a\u0008'",
        "'   ', ''"
    })
    void trimStripsWhiteSpaceAtBothEnds(String text, String form) {
        assertThat(new Trim().normalize(text)).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "123-45-6789, 123456789",
        "+1 (23) 45, 12345",
        "unknown, ''",
        "'\u0661\u0662\u0663', 123",
        "'\uFF11\uD835\uDFD9', 11",
        "'\u00BD\u00B2\u2167\u4E09', ''",
        "007, 007"
    })
    void digitsOnlyKeepsDecimalDigitsOfEveryScript(String text, String form) {
        assertThat(new DigitsOnly().normalize(text)).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "M\u00DCLLER, m\u00FCller",
        "'Stra\u00DFe', 'stra\u00DFe'",
        "'STRA\u1E9EE', 'stra\u00DFe'",
        "'\u0130\u0131I', iii",
        "'\u03A3\u03C3\u03C2', '\u03C3\u03C3\u03C3'",
        "'\u212A\u017F\u00B5', 'ks\u03BC'",
        "'\uD801\uDC00', '\uD801\uDC28'",
        "'\uFB03', '\uFB03'"
    })
    void foldCaseMapsCharacterByCharacter(String text, String form) {
        assertThat(new FoldCase().normalize(text)).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "'Jos\u00E9', Jose",
        "'Jose\u0301', Jose",
        "'M\u00FCller \u00C5\u00C7\u0218\u1EC7', 'Muller ACSe'",
        "'\u00F8\u0142\u00DF\u0131', '\u00F8\u0142\u00DF\u0131'",
        "'\u0419\u0439\u0451', '\u0418\u0438\u0435'",
        "'\u03AC\u1FB3', '\u03B1\u03B1'",
        // Marks that are letters of their script: Devanagari, Thai, Hebrew, kana
        "'\u0915\u093F', '\u0915\u093F'",
        "'\u0E17\u0E35\u0E48', '\u0E17\u0E35\u0E48'",
        "'\u05D1\u05BC', '\u05D1\u05BC'",
        "'\u304C', '\u304C'",
        "'\u304B\u3099', '\u304C'",
        "'\uAC00\u1100\u1161', '\uAC00\uAC00'",
        "'\u0301', ''"
    })
    void stripAccentsDropsCombiningDiacriticalMarksOnly(String text, String form) {
        assertThat(new StripAccents().normalize(text)).isEqualTo(form);
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void changesNothingMoreWhenAppliedAgain(Normalizer normalizer) {
        Texts texts = new Texts(1);
        for (int i = 0; i < ROUNDS; i++) {
            String form = normalizer.normalize(texts.next());
            assertThat(normalizer.normalize(form)).isEqualTo(form);
        }
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void leavesCharactersAloneThatUnicode13DoesNotDefine(Normalizer normalizer) {
        String before = normalizer.normalize("\u00E9");
        String after = normalizer.normalize("\u0301");
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(character -> !DefinedCharacters.contains(character))
                        .filter(character -> {
                            String text = Character.toString(character);
                            String expected = normalizer instanceof DigitsOnly ? "" : text;
                            return !normalizer
                                    .normalize("\u00E9" + text + "\u0301")
                                    .equals(before + expected + after);
                        }))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void takesHostileTexts(Normalizer normalizer) {
        for (String text : List.of(
                "\uD800",
                "\uDC00\uD800",
                "a\uDBFF\u0301",
                "\u0000",
                "\uFFFF\uFFFE",
                "a" + "\u0301".repeat(10_000),
                "\u1112\u1161\u11AB".repeat(1_000),
                "\uFDFA".repeat(1_000),
                "x".repeat(10_000_000))) {
            assertThat(normalizer.normalize(text)).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void doesNotDependOnTheLocale(Normalizer normalizer) {
        Locale before = Locale.getDefault();
        String english = normalizer.normalize("I\u0130\u0131i \u0661");
        try {
            Locale.setDefault(new Locale.Builder().setLanguage("tr").build());
            assertThat(normalizer.normalize("I\u0130\u0131i \u0661")).isEqualTo(english);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void foldCaseMakesThoseTextsEqualThatEqualIgnoringCase() {
        FoldCase folding = new FoldCase();
        Texts texts = new Texts(2);
        for (int i = 0; i < ROUNDS; i++) {
            String text = texts.definedInUnicode13();
            String other = texts.inOtherCase(text);
            assertThat(folding.normalize(text).equals(folding.normalize(other)))
                    .isEqualTo(text.equalsIgnoreCase(other));
        }
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(DefinedCharacters::contains)
                        .mapToObj(Character::toString)
                        .filter(text -> !folding.normalize(text).equalsIgnoreCase(text)))
                .isEmpty();
    }

    @Test
    void trimAgreesWithStripOnTextsWithoutNoBreakSpaces() {
        Texts texts = new Texts(3);
        for (int i = 0; i < ROUNDS; i++) {
            String text = texts.next().replaceAll("[\u00A0\u2007\u202F\u0085]", "");
            assertThat(new Trim().normalize(text)).isEqualTo(text.strip());
        }
    }

    @Test
    void onlyFoldCaseFoldsCase() {
        assertThat(builtIn().filter(Normalizer::foldsCase)).hasExactlyElementsOfTypes(FoldCase.class);
    }

    /** Random texts, half of them of characters that something happens to. */
    private static final class Texts {

        private static final int[] INTERESTING = {
            ' ', '\t', 0xA0, 'a', 'A', 'z', '0', '9', '-', 0xE9, 0xC9, 0xDF, 0x130, 0x131, 0x301, 0x323, 0x345, 0x3A3,
            0x3C2, 0x661, 0x93F, 0x1E9E, 0x1FB3, 0x2007, 0x212A, 0x3099, 0x304B, 0xAC00, 0x1100, 0x1161, 0xFB03,
            0x10400, 0x1D7D9, 0x378, 0x16AC0
        };

        private final Random random;

        Texts(long seed) {
            this.random = new Random(seed);
        }

        String next() {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.appendCodePoint(random.nextBoolean() ? interesting() : anyCharacter());
            }
            return text.toString();
        }

        String definedInUnicode13() {
            return next().codePoints()
                    .filter(DefinedCharacters::contains)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }

        /** Now and then with another character in it. */
        String inOtherCase(String text) {
            StringBuilder other = new StringBuilder();
            text.codePoints()
                    .map(character -> switch (random.nextInt(12)) {
                        case 0 -> interesting();
                        case 1, 2, 3 -> Character.toUpperCase(character);
                        case 4, 5, 6 -> Character.toLowerCase(character);
                        default -> character;
                    })
                    .filter(DefinedCharacters::contains)
                    .forEach(other::appendCodePoint);
            return other.toString();
        }

        private int interesting() {
            return INTERESTING[random.nextInt(INTERESTING.length)];
        }

        private int anyCharacter() {
            int character = random.nextInt(random.nextBoolean() ? 0x3000 : Character.MAX_CODE_POINT + 1);
            return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE ? '?' : character;
        }
    }
}
