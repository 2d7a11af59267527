package io.columnseal.cli;

import io.columnseal.reencrypt.ReencryptionListener;
import io.columnseal.reencrypt.ReencryptionProgress;
import java.time.Duration;
import java.util.Locale;

/** A run's line in a terminal: how far it is, how fast, and how long it takes. */
final class RunProgress implements ReencryptionListener, AutoCloseable {

    private final ProgressLine line;

    RunProgress(ProgressLine line) {
        this.line = line;
    }

    /** Nothing where there is no terminal. */
    static RunProgress here() {
        return new RunProgress(ProgressLine.onTerminal(Terminal.console() == null ? null : System.err));
    }

    @Override
    public void on(ReencryptionProgress progress) {
        line.show(
                progress.fraction(),
                String.format(
                        Locale.ROOT,
                        "%,d of %,d values, %,.0f/s%s, %s",
                        progress.rowsDone(),
                        progress.rowsTotal(),
                        progress.rowsPerSecond(),
                        progress.timeLeft()
                                .map(left -> ", " + text(left) + " left")
                                .orElse(""),
                        progress.column().table()));
    }

    /** Two units: nobody cares for the seconds of hours. */
    static String text(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : Math.max(1, time.toSeconds()) + " s";
    }

    @Override
    public void close() {
        line.end();
    }
}
