package io.columnseal.cli;

import io.columnseal.PropertyConfiguration;
import io.columnseal.key.KeyBundle;
import io.columnseal.kms.Kms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the next line of one. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description =
                "Prints the line with a new FIELD key; values under the former one still open. The line is that of"
                        + " columnseal.key-store.bundle or ENCRYPTED_PHI_KEY.")
final class BundleRotate extends BundleOperation {

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    KeyBundle bundle(Deployment deployment, PropertyConfiguration configuration, Kms kms, String actor) {
        return KeyBundle.parse(deployment.bundle()).rotated(configuration.environment(), kms, actor, options.reason());
    }
}
