package io.columnseal.benchmarks.report;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One run of a benchmark from its command line to its result files. */
public final class BenchmarkRun {

    private BenchmarkRun() {}

    /** Measures. */
    @FunctionalInterface
    public interface Benchmark {
        Findings measure(RunOptions options, Progress progress) throws Exception;
    }

    /**
     * Runs a benchmark, prints its tables and writes {@code <name>.json} and {@code <name>.md}. A missed target is a
     * finding, not a failure.
     *
     * @param arguments the command line, see {@link RunOptions}
     */
    public static void start(String name, String[] arguments, Benchmark benchmark) throws Exception {
        RunOptions options;
        try {
            options = RunOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + RunOptions.USAGE);
            System.exit(2);
            return;
        }
        Machine machine = Machine.current();
        double loadBefore = Machine.loadAverage();
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Progress progress = new Progress(System.err, Boolean.getBoolean("benchmarks.interactive"));
        Findings findings = benchmark.measure(options, progress);
        progress.finish();
        Report report = new Report(
                name,
                options.quick(),
                machine,
                Machine.jdk(),
                started.toString(),
                Duration.between(started, Instant.now()).toSeconds(),
                loadBefore,
                findings.method(),
                findings.tables(),
                findings.targets(),
                findings.stretch());
        write(report, options.results());
    }

    private static void write(Report report, Path directory) throws Exception {
        Files.createDirectories(directory);
        Path json = directory.resolve(report.name() + ".json");
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(json, mapper.writeValueAsString(report) + "\n");
        String markdown = Markdown.of(report);
        Files.writeString(directory.resolve(report.name() + ".md"), markdown);
        PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        console.println(markdown);
        console.println("written to " + json);
    }
}
