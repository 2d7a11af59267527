package io.columnseal.cli;

import io.columnseal.ColumnSealBuilder;
import io.columnseal.PropertyConfiguration;
import io.columnseal.key.KeyBundle;
import io.columnseal.kms.Kms;
import picocli.CommandLine.Command;

/** Makes the first line. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description =
                "Makes keys under the KMS of the settings, for the tenant columnseal.default-tenant, and prints the"
                        + " line that ENCRYPTED_PHI_KEY is set to. It is no secret without the KMS; whoever loses it loses the data.")
final class BundleGenerate extends BundleOperation {

    @Override
    KeyBundle bundle(Deployment deployment, PropertyConfiguration configuration, Kms kms, String actor) {
        String tenant = deployment.setting(CommandSettings.DEFAULT_TENANT).orElse(ColumnSealBuilder.DEFAULT_TENANT);
        return KeyBundle.generate(configuration.environment(), kms, tenant, actor);
    }
}
