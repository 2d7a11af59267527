package io.columnseal.cli;

import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.TimeWindow;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import picocli.CommandLine.Option;

/** How much of the machine a run takes, and when. */
final class PaceOptions {

    /** Connections beside those that write: one reads meanwhile, one is spare. */
    private static final int FURTHER_CONNECTIONS = 2;

    @Option(
            names = "--parallelism",
            paramLabel = "THREADS",
            description = "how many seal, and how many connections write, ${DEFAULT-VALUE} unless given")
    private int parallelism = 1;

    @Option(
            names = "--between",
            paramLabel = "FROM-TO",
            converter = TimeWindowConverter.class,
            description =
                    "works at this time of the day only, such as 22:00-06:00, in the time zone of this machine; may be"
                            + " given several times")
    private List<TimeWindow> windows = new ArrayList<>();

    int parallelism() {
        if (parallelism < 1 || parallelism > Reencryption.MAX_PARALLELISM) {
            throw new WrongArgumentException("--parallelism", "must be 1 to " + Reencryption.MAX_PARALLELISM);
        }
        return parallelism;
    }

    List<TimeWindow> windows() {
        return windows;
    }

    /** The application's database, with connections enough. */
    DataSource data(Deployment deployment) {
        return deployment.data(parallelism() + FURTHER_CONNECTIONS);
    }
}
