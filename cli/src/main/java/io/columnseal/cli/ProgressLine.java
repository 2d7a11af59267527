package io.columnseal.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line that says how far something is, and renews itself; nothing where there is no terminal. */
final class ProgressLine {

    private static final int WIDTH = 30;
    private static final long EVERY_NANOS = 100_000_000;
    private static final String ERASED = "\r\u001b[2K";

    private final @Nullable PrintStream terminal;
    private long shownAt = System.nanoTime() - EVERY_NANOS;

    private ProgressLine(@Nullable PrintStream terminal) {
        this.terminal = terminal;
    }

    /** @param terminal null if there is none */
    static ProgressLine onTerminal(@Nullable PrintStream terminal) {
        return new ProgressLine(terminal);
    }

    /** @param fraction 0 to 1 */
    void show(double fraction, String text) {
        long now = System.nanoTime();
        if (terminal != null && (now - shownAt >= EVERY_NANOS || fraction >= 1)) {
            shownAt = now;
            int done = (int) Math.round(Math.min(1, fraction) * WIDTH);
            terminal.print(ERASED + "[" + "#".repeat(done) + " ".repeat(WIDTH - done) + "] "
                    + String.format(Locale.ROOT, "%3d %% ", (int) (fraction * 100)) + Terminal.printable(text));
            terminal.flush();
        }
    }

    void end() {
        if (terminal != null) {
            terminal.print(ERASED);
            terminal.flush();
        }
    }
}
