package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is looked through for secrets is all that was logged. */
class LogCaptureTest {

    private static final Logger LOG = LoggerFactory.getLogger(LogCaptureTest.class);

    @Test
    void hasTheTextsOfExceptionsAndTheirCauses() {
        try (LogCapture capture = new LogCapture()) {
            LOG.info("failed", new IllegalStateException("outer", new IllegalArgumentException("inner")));

            assertThat(capture.lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("failed")
                            .contains("outer")
                            .contains("inner"));
        }
    }

    /** Threads that log on would change the list that is read. */
    @Test
    void letsNothingInOnceItIsRead() {
        try (LogCapture capture = new LogCapture()) {
            LOG.info("before");
            assertThat(capture.lines()).contains("before");
            LOG.info("after");

            assertThat(capture.lines()).contains("before").doesNotContain("after");
        }
    }
}
