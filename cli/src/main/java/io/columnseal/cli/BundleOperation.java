package io.columnseal.cli;

import io.columnseal.PropertyConfiguration;
import io.columnseal.key.KeyBundle;
import io.columnseal.kms.Kms;
import picocli.CommandLine.Command;

/** Makes a line of keys with the KMS alone, and prints it: nothing else is written anywhere. */
@Command
abstract class BundleOperation extends Operation {

    /** @return the bundle to print */
    abstract KeyBundle bundle(Deployment deployment, PropertyConfiguration configuration, Kms kms, String actor);

    @Override
    final int run(Deployment deployment) {
        PropertyConfiguration configuration = deployment.configuration();
        KeyBundle bundle;
        try (Kms kms = configuration.kms()) {
            bundle = bundle(deployment, configuration, kms, FilePrincipal.ofProcess());
        }
        print("bundle", bundle.text());
        bundle.keys()
                .forEach(key -> note("key " + key.id() + ": " + key.usage() + " of tenant " + key.tenant()
                        + ", version " + key.version() + ", " + key.state()));
        return ExitCode.OK;
    }
}
