package io.columnseal.reencrypt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process that goes on with a run until it is killed. It stands by until it is told to begin: its start takes its time. */
final class KillableRun implements AutoCloseable {

    private final Process process;

    /**
     * Starts the process.
     *
     * @param prefix of the tables of keys and runs
     * @param failpoint where it is to stop and wait
     * @param times at which time that it comes there
     * @param seals file in which it counts what it seals
     */
    KillableRun(KilledRun.Work work, String url, String prefix, int pageSize, String failpoint, int times, Path seals)
            throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRun.class.getName(),
                        url,
                        prefix,
                        String.valueOf(pageSize),
                        failpoint,
                        String.valueOf(times),
                        work.name(),
                        seals.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Has it begin and waits until it has come to its failpoint; false if it came to its end instead. */
    boolean beginsAndComesToItsFailpoint() throws IOException {
        try (OutputStream input = process.getOutputStream()) {
            input.write('\n');
        }
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        // What else the process prints is logged by it
        String line = lines.readLine();
        while (line != null && !line.equals(KilledRun.FAILPOINT) && !line.equals(KilledRun.END)) {
            line = lines.readLine();
        }
        return KilledRun.FAILPOINT.equals(line);
    }

    /** Waits for so long, or until it has come to its end. */
    void work(int millis) throws InterruptedException {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Kills it, with SIGKILL, and returns the name of its sessions, of which the server need not know it yet. */
    String kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        return KilledRun.sessions(process.pid());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
