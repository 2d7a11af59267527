package io.columnseal.cli;

import picocli.CommandLine.Command;

/** What is done with data keys. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description =
                "Data keys: list, rotate, mark as compromised, suspend, rewrap, destroy, back up, restore, agree.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            KeysList.class,
            KeysRotate.class,
            KeysRotateAll.class,
            KeysCompromise.class,
            KeysCompromiseKek.class,
            KeysSuspend.class,
            KeysResume.class,
            KeysRewrap.class,
            KeysDestroy.class,
            KeysForgetColumn.class,
            KeysVerifyMasterKey.class,
            KeysGenerateDataKey.class,
            KeysBackup.class,
            KeysRestore.class,
            KeysRequest.class,
            KeysRequests.class,
            KeysApprove.class,
            KeysReject.class
        })
final class KeysCommand {}
