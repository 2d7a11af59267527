package io.columnseal.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code columnseal} and what all its commands share. */
@Command(
        name = "columnseal",
        description = "Keys, sealed values and sealed files of ColumnSeal.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DoctorCommand.class,
            KeysCommand.class,
            ReencryptCommand.class,
            MigrateCommand.class,
            InspectCommand.class,
            AuditCommand.class,
            BundleCommand.class,
            FileCommand.class
        },
        footerHeading =
                "%nSettings are columnseal.* properties in the file of --config, or environment variables, which go"
                        + " first: COLUMNSEAL_KEY_STORE_URL, COLUMNSEAL_KMS_LOCAL_MASTER_KEY. Secrets are never arguments.%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:done, with something left to look at",
            "2:wrong command line, nothing was done",
            "3:refused by a setting, a key, a file or the database",
            "4:something cannot be reached, may work later",
            "5:a value or file does not open",
            "6:the actor may not do this, or a second person has to agree",
            "7:something that nobody thought of: please report it"
        })
final class ColumnSealCommand {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "file of columnseal.* properties; keep it readable for its owner only")
    private @Nullable Path config;

    @Option(
            names = "--prompt",
            scope = ScopeType.INHERIT,
            description = "ask for passwords and the master key, or what opens the KMS, where they are not set")
    private boolean prompt;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "results as JSON")
    private boolean json;

    private final Map<String, String> environment;

    ColumnSealCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Runs the command that the arguments name. */
    public static void main(String[] arguments) {
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    /** @param environment variables that are settings */
    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new ColumnSealCommand(environment))
                .setExecutionExceptionHandler(new FailureReport())
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** Whether results are for scripts. */
    boolean json() {
        return json;
    }

    /** Opens what the settings name. */
    Deployment deployment() {
        CommandSettings settings = CommandSettings.of(config, environment);
        if (!prompt) {
            return new Deployment(settings, null);
        }
        SecretPrompt secrets = new SecretPrompt(Terminal.console());
        secrets.complete(settings);
        return new Deployment(settings, secrets);
    }
}
