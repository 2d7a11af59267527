package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogEntryTest {

    private static final Instant NOW = Instant.parse("2026-11-28T09:15:30.123456789Z");

    @Test
    void isDatedAsPreciselyAsItIsStored() {
        assertThat(entry().build().time()).isEqualTo(Instant.parse("2026-11-28T09:15:30.123456Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u2028b", "a\u2029b", "a\u0000", "\uD800"})
    void refusesAReasonThatCouldPassForAnotherEntry(String reason) {
        EntryBuilder entry = entry().reason(reason);

        assertThatIllegalArgumentException().isThrownBy(entry::build).withMessageContaining("reason");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rotate", "ROTATE KEY", "ROTATE\n", "AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDDE"})
    void refusesAnOperationThatIsNoName(String operation) {
        EntryBuilder entry = AccessLog.Entry.of(operation, NOW, "j.doe");

        assertThatIllegalArgumentException().isThrownBy(entry::build).withMessageContaining("operation");
    }

    @Test
    void keepsWhatItCanOfTextsThatNobodyIsToBlameFor() {
        AccessLog.Entry entry = entry().kek(" kek\n1 ")
                .context("x".repeat(300) + "\r")
                .tenant("\u00e9".repeat(127) + "ab")
                .failed("a\uD800b")
                .build();

        assertThat(entry.kekId()).isEqualTo("kek\uFFFD1");
        assertThat(entry.context()).isEqualTo("x".repeat(255));
        assertThat(entry.tenant()).isEqualTo("\u00e9".repeat(127) + "a");
        assertThat(entry.error()).isEqualTo("a\uFFFDb");
        assertThat(entry.success()).isFalse();
    }

    @Test
    void cutsNoCharacterInHalf() {
        assertThat(entry().context("x".repeat(254) + "\uD83D\uDE00").build().context())
                .isEqualTo("x".repeat(254));
        assertThat(entry().tenant("x".repeat(254) + "\u00e9").build().tenant()).isEqualTo("x".repeat(254));
    }

    @Test
    void leavesOutTextsThatSayNothing() {
        assertThat(entry().context(" \n ").build().context()).isNull();
        assertThat(entry().context(" ".repeat(300) + "x").build().context()).isEqualTo("x");
    }

    /** It is told apart from every other one byte by byte. */
    @Test
    void keepsATenantAsItIs() {
        assertThat(entry().tenant("acme\t").build().tenant()).isEqualTo("acme\t");
    }

    @Test
    void namesTheKindOfAnErrorAndNotWhatItSays() {
        assertThat(entry().failed(new IllegalStateException("123-45-6789")).build())
                .returns("IllegalStateException", AccessLog.Entry::error)
                .returns(false, AccessLog.Entry::success);
    }

    private static EntryBuilder entry() {
        return AccessLog.Entry.of("ROTATE", NOW, "j.doe");
    }
}
