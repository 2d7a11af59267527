package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.reencrypt.ReencryptionRun;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import io.columnseal.reencrypt.RunStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Asks a run for something, in whichever process it is. */
@Command(mixinStandardHelpOptions = true)
abstract class RunWish extends Operation {

    private final Wish wish;

    @Parameters(paramLabel = "RUN", description = "what it is called, as status tells")
    private String id = "";

    RunWish(Wish wish) {
        this.wish = wish;
    }

    @Override
    final int run(Deployment deployment) {
        RunStore runs = deployment.runs();
        boolean asked = runs.ask(id, wish);
        ReencryptionRun run = find(runs, id);
        if (!asked) {
            throw new ConfigurationException(
                    "RUN",
                    "has ended (" + run.state() + "): it goes on, or begins anew, where it is run again by --id " + id);
        }
        print(RunListing.of(List.of(run)));
        note(
                QuietRun.is(run)
                        ? QuietRun.remedy(run)
                        : "it obeys within a second or the time of a page; while it counts a table, when that is counted");
        return ExitCode.OK;
    }

    /** @throws ConfigurationException if there is no such run */
    static ReencryptionRun find(RunStore runs, String id) {
        return runs.find(id)
                .orElseThrow(() -> new ConfigurationException(
                        "RUN", "is none that is remembered: columnseal reencrypt status lists them"));
    }
}
