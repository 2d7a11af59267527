package io.columnseal.cli;

import io.columnseal.reencrypt.ReencryptionRun.Wish;
import picocli.CommandLine.Command;

/** Ends a run before its end. */
@Command(
        name = "stop",
        description = "Ends a run before its next page, in whichever process it is. Needs no master key.")
final class ReencryptStop extends RunWish {

    ReencryptStop() {
        super(Wish.STOP);
    }
}
