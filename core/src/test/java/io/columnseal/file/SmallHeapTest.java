package io.columnseal.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SmallHeapTest {

    @Test
    void sealsAndOpensAGibibyteInAHeapOf32Mebibytes() throws Exception {
        assertThat(run(1024)).isEqualTo("1024 MiB equal");
    }

    @Test
    @Tag("long")
    void sealsAndOpensTenGibibytesInAHeapOf32Mebibytes() throws Exception {
        assertThat(run(10 * 1024)).isEqualTo("10240 MiB equal");
    }

    private static String run(int mebibytes) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeap.class.getName(),
                        Integer.toString(mebibytes))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }
}
