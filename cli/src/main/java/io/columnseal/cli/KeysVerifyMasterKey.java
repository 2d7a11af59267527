package io.columnseal.cli;

import io.columnseal.key.KekStatus;
import picocli.CommandLine.Command;

/** Says whether the master key is the one that the key tables were made with. */
@Command(
        name = "verify-master-key",
        mixinStandardHelpOptions = true,
        description = "Says whether the master key is the one of the key tables; ends with 3 if it is not, with 1"
                + " if rows of them are malformed.")
final class KeysVerifyMasterKey extends Operation {

    @Override
    int run(Deployment deployment) {
        KekStatus status = deployment.seal().keks().status();
        print(new Listing(3, "kek", "keys", "outstanding").add(status.current(), status.total(), status.outstanding()));
        status.malformed().forEach(id -> note(KeyListing.malformed(id)));
        return status.malformed().isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
    }
}
