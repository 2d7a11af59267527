package io.columnseal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChainFingerprintTest {

    private static final NormalizerChain TRIM_AND_FOLD = chain(new Trim(), new FoldCase());

    @Test
    void isEmptyWithoutNormalizers() {
        assertThat(ChainFingerprint.of(chain())).isEmpty();
    }

    @Test
    void tellsWhatIsDoneAndNotWhoDoesIt() {
        String fingerprint = ChainFingerprint.of(TRIM_AND_FOLD);

        assertThat(fingerprint).matches("[0-9a-f]{64}");
        assertThat(ChainFingerprint.of(chain(text -> new FoldCase().normalize(new Trim().normalize(text)))))
                .isEqualTo(fingerprint);
        assertThat(ChainFingerprint.of(chain(new FoldCase(), new Trim()))).isEqualTo(fingerprint);
    }

    @Test
    void noticesOneOtherOutputForOneRareCharacter() {
        Normalizer changed = text -> text.equals("\uD83E\uDFFF") ? "x" : text;

        assertThat(ChainFingerprint.of(chain(changed))).isNotEqualTo(ChainFingerprint.of(chain(text -> text)));
    }

    @Test
    void noticesACharacterThatIsRefused() {
        Normalizer changed = text -> {
            if (text.equals("\u20AC")) {
                throw new IllegalArgumentException("no currencies");
            }
            return text;
        };
        Normalizer emptied = text -> text.equals("\u20AC") ? "" : text;

        assertThat(List.of(
                        ChainFingerprint.of(chain(changed)),
                        ChainFingerprint.of(chain(emptied)),
                        ChainFingerprint.of(chain(text -> text))))
                .doesNotHaveDuplicates();
    }

    /** What is the same for every character alone. */
    @Test
    void noticesWhereACharacterStandsAndHowLongATextIs() {
        Normalizer everywhere = text -> text.codePoints()
                .filter(character ->
                        !new Trim().normalize(Character.toString(character)).isEmpty())
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        Normalizer shortened = text -> text.substring(0, Math.min(text.length(), 255));
        Normalizer withoutRepetitions = text -> text.replaceAll("(.)\\1+", "$1");
        Normalizer withoutLeadingZeros = text -> text.length() > 1 && text.startsWith("0") ? text.substring(1) : text;
        Normalizer withoutTag = text -> text.contains("@") && text.length() > 1 ? text.replaceAll("\\+.*@", "@") : text;

        assertThat(ChainFingerprint.of(chain(everywhere))).isNotEqualTo(ChainFingerprint.of(chain(new Trim())));
        assertThat(List.of(shortened, withoutRepetitions, withoutLeadingZeros, withoutTag, (Normalizer) text -> text))
                .extracting(normalizer -> ChainFingerprint.of(chain(normalizer)))
                .doesNotHaveDuplicates();
    }

    /** However long outputs are. */
    @Test
    void noticesTheLastByteOfALongOutput() {
        String padding = "x".repeat(100_000);
        Normalizer growing = text -> text.equals("a") ? padding + "1" : "";
        Normalizer other = text -> text.equals("a") ? padding + "2" : "";

        assertThat(ChainFingerprint.of(chain(growing))).isNotEqualTo(ChainFingerprint.of(chain(other)));
    }

    @Test
    void isComputedOncePerChain() {
        Fingerprints fingerprints = new Fingerprints();
        AtomicInteger calls = new AtomicInteger();
        NormalizerChain counted = chain(text -> {
            calls.incrementAndGet();
            return text;
        });

        String first = fingerprints.of(counted);
        int afterFirst = calls.get();

        assertThat(fingerprints.of(counted)).isEqualTo(first);
        assertThat(calls).hasValue(afterFirst);
        assertThat(afterFirst).isGreaterThan(Character.MAX_CODE_POINT - 2048);
    }

    @Test
    void countsThePlaneOfEverySupplementaryCharacter() {
        assertThat(TRIM_AND_FOLD.apply("\uD801\uDC00 ")).isEqualTo("\uD801\uDC28".getBytes(StandardCharsets.UTF_8));
    }

    private static NormalizerChain chain(Normalizer... normalizers) {
        return new NormalizerChain(List.of(normalizers));
    }
}
