package io.columnseal.cli;

import io.columnseal.reencrypt.ReencryptionRun.Wish;
import picocli.CommandLine.Command;

/** Has a run go on that waits. */
@Command(
        name = "resume",
        description =
                "Has a paused run go on. Needs no master key. One that was stopped goes on by reencrypt run --id.")
final class ReencryptResume extends RunWish {

    ReencryptResume() {
        super(Wish.RUN);
    }
}
