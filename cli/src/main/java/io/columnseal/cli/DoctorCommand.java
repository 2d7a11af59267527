package io.columnseal.cli;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealException;
import io.columnseal.KmsException;
import io.columnseal.health.HealthFinding;
import io.columnseal.key.KekStatus;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Looks at everything that a start of the application needs, and says what to do about what is wrong. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks settings, key database, key tables, master key, and the health of keys. Changes nothing.")
final class DoctorCommand extends Operation {

    private static final int NEWEST_RUNS = 100;

    private enum Result {
        OK,
        INFO,
        WARNING,
        FAILED
    }

    @Override
    int run(Deployment deployment) {
        Listing checks = new Listing(4, "check", "result", "found", "remedy");
        boolean healthy = check(deployment, checks);
        print(checks);
        return healthy ? ExitCode.OK : ExitCode.FINDINGS;
    }

    /** Each check needs those before it. */
    private static boolean check(Deployment deployment, Listing checks) {
        if (!checkDatabase(deployment, checks)) {
            return false;
        }
        String keys = deployment.keyFile().isPresent() ? "key file" : "key tables";
        try {
            deployment.keyStore().verify();
            add(checks, keys, Result.OK, "there, of this version", "");
        } catch (ColumnSealException e) {
            add(
                    checks,
                    keys,
                    Result.FAILED,
                    e.getMessage(),
                    deployment.keyFile().isPresent()
                            ? "check " + CommandSettings.KEYS_FILE + ", or restore the file: columnseal keys restore"
                            : "check " + CommandSettings.KEYS_SCHEMA + " and " + CommandSettings.KEYS_TABLE_PREFIX
                                    + "; create or upgrade the tables by the scripts of this version");
            return false;
        }
        ColumnSeal seal;
        try {
            seal = deployment.seal();
            add(checks, "master key", Result.OK, "is the one of these keys", "");
        } catch (ColumnSealException e) {
            add(
                    checks,
                    "master key",
                    Result.FAILED,
                    e.getMessage(),
                    "set columnseal.kms.* and columnseal.environment as the application has them; to another master key"
                            + " lead columnseal.kms.local.previous-keys and columnseal keys rewrap");
            return false;
        }
        checkRuns(deployment, checks);
        return checkKeys(seal, checks);
    }

    private static boolean checkDatabase(Deployment deployment, Listing checks) {
        if (deployment.keyFile().isPresent()) {
            return true;
        }
        try (Connection connection = deployment.connectToKeys()) {
            String product = connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion();
            add(checks, "key database", Result.OK, product + ", as " + DatabasePrincipal.of(connection), "");
        } catch (SQLException e) {
            add(
                    checks,
                    "key database",
                    Result.FAILED,
                    "nobody can connect (SQL state " + e.getSQLState() + ")",
                    "check " + CommandSettings.KEYS_URL + ", user and password");
            return false;
        } catch (ColumnSealException e) {
            add(
                    checks,
                    "key database",
                    Result.FAILED,
                    e.getMessage(),
                    "check " + CommandSettings.KEYS_URL + " and " + CommandSettings.KEYS_USERNAME);
            return false;
        }
        return true;
    }

    /** Of a process that was killed, which nobody takes up by himself. */
    private static void checkRuns(Deployment deployment, Listing checks) {
        deployment.runsOrNone().newest(NEWEST_RUNS).stream()
                .filter(QuietRun::is)
                .forEach(run -> add(
                        checks,
                        "runs",
                        Result.WARNING,
                        "run " + run.id() + " says that it is at work, and is not heard of",
                        QuietRun.remedy(run)));
    }

    private static boolean checkKeys(ColumnSeal seal, Listing checks) {
        boolean healthy = checkWrapping(seal, checks);
        for (HealthFinding finding : seal.health().findings()) {
            Result result = switch (finding.severity()) {
                case INFO -> Result.INFO;
                case WARNING -> Result.WARNING;
                case CRITICAL -> Result.FAILED;
            };
            healthy &= result != Result.FAILED;
            add(checks, "health", result, finding.message(), finding.action());
        }
        return healthy;
    }

    private static boolean checkWrapping(ColumnSeal seal, Listing checks) {
        KekStatus keks;
        try {
            keks = seal.keks().status();
        } catch (KmsException e) {
            add(
                    checks,
                    "wrapping",
                    Result.FAILED,
                    e.getMessage(),
                    "the KMS has to answer before anybody can say which keys are to be rewrapped");
            return false;
        }
        add(
                checks,
                "wrapping",
                keks.complete() ? Result.OK : Result.WARNING,
                keks.toString(),
                keks.complete() ? "" : "run: columnseal keys rewrap --reason …");
        return true;
    }

    private static void add(Listing checks, String check, Result result, @Nullable String found, String remedy) {
        checks.add(check, result, found, remedy);
    }
}
