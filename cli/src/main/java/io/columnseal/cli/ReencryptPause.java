package io.columnseal.cli;

import io.columnseal.reencrypt.ReencryptionRun.Wish;
import picocli.CommandLine.Command;

/** Has a run wait. */
@Command(
        name = "pause",
        description = "Has a run wait before its next page, in whichever process it is. Needs no master key.")
final class ReencryptPause extends RunWish {

    ReencryptPause() {
        super(Wish.PAUSE);
    }
}
