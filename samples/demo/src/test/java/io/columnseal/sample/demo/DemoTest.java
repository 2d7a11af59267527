package io.columnseal.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    private Path directory;

    @Test
    void theStoryHappensAndLeavesNoPlaintextInTheFiles() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        new Demo(directory, new Console(new PrintStream(printed, true, StandardCharsets.UTF_8), false)).run();

        String story = printed.toString(StandardCharsets.UTF_8);
        assertThat(story).contains("0 remaining");
        assertThat(story.lines().filter(line -> line.contains("123-45-6789  patient 6, sleep apnea")))
                .as("lookups before and after the rotation")
                .hasSize(2);
        assertThat(story.lines()).contains("control: " + Patients.CONTROL);
        assertThat(story.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        FileSearch files = new FileSearch(directory, Demo.DATABASE);
        assertThat(files.finds(Patients.CONTROL)).isTrue();
        assertThat(files.finds("123-45-6789")).isFalse();
    }

    @Test
    void theSearchFindsTextInEveryEncodingAndOnlyInTheDatabase() throws Exception {
        Files.writeString(directory.resolve("clinics.mv.db"), "a 123-45-6789 b", StandardCharsets.UTF_16LE);
        Files.writeString(directory.resolve("what was printed.log"), "987-65-4320");

        assertThat(new FileSearch(directory, Demo.DATABASE).finds("123-45-6789"))
                .isTrue();
        assertThat(new FileSearch(directory, Demo.DATABASE).finds("987-65-4320"))
                .isFalse();
    }
}
