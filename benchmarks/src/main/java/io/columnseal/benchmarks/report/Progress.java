package io.columnseal.benchmarks.report;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Says on the console how far a run is: one line that renews itself, or one line per round in a log file. */
public final class Progress {

    private final PrintStream console;
    private final boolean interactive;
    private final long startNanos = System.nanoTime();
    private int steps;
    private int done;

    Progress(PrintStream console, boolean interactive) {
        this.console = console;
        this.interactive = interactive;
    }

    /** How many steps there will be, all of about the same length. */
    public void expect(int steps) {
        this.steps = steps;
    }

    /** A step begins. */
    public void step(String what) {
        if (interactive) {
            // Erases the line first: the new text may be shorter
            console.print("\r\u001b[2K" + position() + what);
            console.flush();
        } else if (done % Math.max(1, steps / 20) == 0) {
            console.println(position() + what);
        }
        done++;
    }

    /** Something worth a line of its own. */
    public void note(String text) {
        console.println((interactive ? "\r\u001b[2K" : "") + text);
    }

    void finish() {
        if (interactive) {
            console.print("\r\u001b[2K");
            console.flush();
        }
    }

    private String position() {
        if (steps == 0) {
            return "";
        }
        String left = "";
        if (done > 0) {
            long nanosPerStep = (System.nanoTime() - startNanos) / done;
            Duration rest = Duration.ofNanos(nanosPerStep * (steps - done));
            left = String.format(Locale.ROOT, ", about %d:%02d left", rest.toMinutes(), rest.toSecondsPart());
        }
        return String.format(Locale.ROOT, "[%d of %d%s] ", done + 1, steps, left);
    }
}
