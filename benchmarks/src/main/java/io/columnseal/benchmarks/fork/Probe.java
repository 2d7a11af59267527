package io.columnseal.benchmarks.fork;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A program in a JVM of its own, with a heap of its own. It stands by until it is told to begin. Not for many threads. */
public final class Probe implements AutoCloseable {

    private static final String READY = "probe: ready";
    private static final String RESULT = "probe: result";

    private final Process process;
    private final BufferedReader output;

    /**
     * Starts the program and waits until it is {@linkplain #standBy ready}.
     *
     * @param heapMib its largest heap; where it needs more, it fails
     */
    public Probe(Class<?> program, int heapMib, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMib + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader();
        lineThat(READY);
    }

    /** In the program: says that it is ready, and waits until it is to begin. */
    public static void standBy() throws IOException {
        System.out.println(READY);
        if (System.in.read() < 0) {
            throw new IOException("nobody is there any more");
        }
    }

    /** In the program: tells what it found, at its end. */
    public static void result(double... values) {
        StringBuilder line = new StringBuilder(RESULT);
        Arrays.stream(values).forEach(value -> line.append(' ').append(value));
        System.out.println(line);
    }

    /** Has it begin. */
    public void begin() throws IOException {
        process.outputWriter().append('\n').flush();
    }

    /** What it told at its end. */
    public double[] result() throws IOException {
        String values = lineThat(RESULT).substring(RESULT.length()).trim();
        return Arrays.stream(values.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private String lineThat(String begins) throws IOException {
        String last = "nothing";
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(begins)) {
                return line;
            }
            last = line;
        }
        throw new IllegalStateException("a process of this benchmark failed; the last it said: " + last);
    }

    /** Ends it, if it has not. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
