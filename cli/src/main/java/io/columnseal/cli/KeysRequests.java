package io.columnseal.cli;

import picocli.CommandLine.Command;

/** Lists requests. */
@Command(
        name = "requests",
        mixinStandardHelpOptions = true,
        description = "Lists requests of what takes two people that can still be approved or done.")
final class KeysRequests extends Operation {

    @Override
    int run(Deployment deployment) {
        print(RequestListing.of(deployment.seal().keys().approvals().open()));
        return ExitCode.OK;
    }
}
