package io.columnseal.sample.demo;

import io.columnseal.reencrypt.ReencryptionProgress;
import java.io.PrintStream;

/** What the demo prints, in 80 columns. */
final class Console {

    private static final int BAR_WIDTH = 40;

    private final PrintStream out;
    private final boolean terminal;
    private int step;
    private long rowsShown = -1;

    /** @param terminal whether a line can be drawn over */
    Console(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void step(String title) {
        out.printf("%n%d. %s%n", ++step, title);
    }

    void line(String format, Object... arguments) {
        out.printf("   " + format + "%n", arguments);
    }

    /** From the first column on, for whoever searches the files for it. */
    void control(String value) {
        out.printf("control: %s%n", value);
    }

    void progress(ReencryptionProgress progress) {
        if (progress.rowsDone() == rowsShown || !terminal && progress.rowsDone() < progress.rowsTotal()) {
            return;
        }
        rowsShown = progress.rowsDone();
        int filled = (int) (progress.fraction() * BAR_WIDTH);
        out.printf(
                "%s   [%s%s] %3.0f %%  %,d of %,d values%s",
                terminal ? "\r" : "",
                "#".repeat(filled),
                ".".repeat(BAR_WIDTH - filled),
                100 * progress.fraction(),
                progress.rowsDone(),
                progress.rowsTotal(),
                terminal ? "" : System.lineSeparator());
    }

    void endProgress() {
        if (terminal) {
            out.println();
        }
    }
}
