package io.columnseal.cli;

import io.columnseal.key.Approval;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Requests what takes two people. */
@Command(
        name = "request",
        mixinStandardHelpOptions = true,
        description =
                "Requests an operation that takes two people: once somebody else has approved it, the same database user does it"
                        + " by the operation's own command, once. Give it just what the refusal of that command says.")
final class KeysRequest extends Operation {

    @Parameters(
            paramLabel = "OPERATION",
            converter = KeyOperationConverter.class,
            description = "what is to be done, as the refusal names it, such as FORCE_DESTROY")
    private KeyOperation operation = KeyOperation.ROTATE;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "whose keys, if the refusal names one")
    private @Nullable String tenant;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            converter = KeyIdConverter.class,
            description = "which key, if the refusal names one")
    private @Nullable KeyId key;

    @Option(names = "--subject", paramLabel = "TEXT", description = "what the refusal has in brackets")
    private @Nullable String subject;

    @Mixin
    private KeyOptions options = new KeyOptions();

    @Override
    int run(Deployment deployment) {
        String reason = options.reason();
        Approval requested;
        try {
            requested = deployment
                    .seal()
                    .keys()
                    .approvals()
                    .request(operation, tenant, key, subject, deployment.actor(), reason);
        } catch (IllegalArgumentException e) {
            throw new WrongArgumentException("--subject", String.valueOf(e.getMessage()));
        }
        print(RequestListing.of(List.of(requested)));
        return ExitCode.OK;
    }
}
