package io.columnseal.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where a benchmark ran.
 *
 * @param cpu model name
 * @param cores that this process may use
 * @param memoryMiB of the machine
 * @param os name and version
 */
public record Machine(String cpu, int cores, long memoryMiB, String os) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** The machine of this process. */
    public static Machine current() {
        return new Machine(
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                operatingSystem().getTotalMemorySize() >> 20,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
    }

    /** Vendor and version of the JDK of this process. */
    static String jdk() {
        return System.getProperty("java.vm.version") + " " + System.getProperty("java.vendor");
    }

    /** Runnable threads on average over the last minute; negative if the system does not tell. */
    static double loadAverage() {
        return operatingSystem().getSystemLoadAverage();
    }

    private static OperatingSystemMXBean operatingSystem() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    private static String cpuModel() {
        if (!Files.isReadable(CPU_INFO)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
