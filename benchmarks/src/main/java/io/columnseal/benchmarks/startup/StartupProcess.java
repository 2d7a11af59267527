package io.columnseal.benchmarks.startup;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Starts the {@link StartupProbe} of a variant in a fresh JVM, over entities and tables prepared once. */
final class StartupProcess {

    private final Variant variant;
    private final Path directory;

    /** Compiles the variant's entities and makes its tables in a directory of its own. */
    StartupProcess(Variant variant, Path parent) throws IOException, InterruptedException {
        this.variant = variant;
        this.directory = Files.createDirectory(parent.resolve(variant.name()));
        EntityCompiler.compile(variant, Files.createDirectory(classes()));
        run(0);
    }

    /**
     * What one start took.
     *
     * @param wallMillis by the clock
     * @param cpuMillis of the whole process, compiler and collector included
     */
    record Start(double wallMillis, double cpuMillis) {}

    /** Starts so many factories, one after the other, in one fresh JVM. */
    List<Start> run(int starts) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms1g",
                        "-Xmx1g",
                        "-cp",
                        classPath(),
                        StartupProbe.class.getName(),
                        "jdbc:h2:file:" + directory.resolve("database"),
                        Integer.toString(starts),
                        Boolean.toString(variant.present()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Start> results = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals(StartupProbe.LINE)) {
                    results.add(new Start(Double.parseDouble(words[1]), Double.parseDouble(words[2])));
                }
            }
        }
        if (process.waitFor() != 0 || results.size() != starts) {
            throw new IllegalStateException("the process that starts factories failed: " + variant.title());
        }
        return results;
    }

    private Path classes() {
        return directory.resolve("classes");
    }

    private String classPath() {
        String inherited = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> variant.present()
                        || !Path.of(entry).getFileName().toString().startsWith("columnseal-"))
                .collect(Collectors.joining(File.pathSeparator));
        return classes() + File.pathSeparator + inherited;
    }
}
