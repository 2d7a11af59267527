package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.Storage;
import io.columnseal.catalogue.SealedColumn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReencryptionProgressTest {

    private static final SealedColumn SSN = new SealedColumn(
            "Patient",
            "ssn",
            "patient",
            List.of("id"),
            "ssn",
            "patient.ssn",
            "field",
            "text",
            Storage.BINARY,
            1,
            false);

    @Test
    void estimatesTheTimeLeftFromTheRateSoFar() {
        ReencryptionProgress progress = progress(SSN, 250, 1000, Duration.ofSeconds(10));

        assertThat(progress.rowsPerSecond()).isEqualTo(25);
        assertThat(progress.fraction()).isEqualTo(0.25);
        assertThat(progress.timeLeft()).contains(Duration.ofSeconds(30));
    }

    @Test
    void estimatesNothingBeforeTheFirstPage() {
        ReencryptionProgress progress = progress(SSN, 0, 1000, Duration.ZERO);

        assertThat(progress.rowsPerSecond()).isZero();
        assertThat(progress.timeLeft()).isEmpty();
    }

    @Test
    void isCompleteWhenThereWasNothingToDo() {
        assertThat(progress(SSN, 0, 0, Duration.ZERO).fraction()).isEqualTo(1);
    }

    private static ReencryptionProgress progress(SealedColumn column, long done, long total, Duration elapsed) {
        return new ReencryptionProgress(column, done, total, elapsed, RunFigures.NONE, 0, 0);
    }
}
