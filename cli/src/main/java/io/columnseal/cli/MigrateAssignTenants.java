package io.columnseal.cli;

import io.columnseal.reencrypt.Migration;
import io.columnseal.reencrypt.MigrationReport;
import java.io.IOException;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives values to the tenants that their rows name. */
@Command(
        name = "assign-tenants",
        mixinStandardHelpOptions = true,
        description =
                "Seals the values of an application that had one tenant for the tenants that their rows name now, while no release"
                        + " of it runs: neither the former one nor the next one reads what is under way.")
final class MigrateAssignTenants extends MigrationOperation {

    @Option(
            names = "--former",
            required = true,
            paramLabel = "TENANT",
            description = "whose all values are so far: columnseal.default-tenant, \"default\" unless set")
    private String former = "";

    @Override
    Migration prepare(MigratingColumns columns, Deployment deployment, DataSource dataSource) throws IOException {
        if (former.isBlank()) {
            throw new WrongArgumentException("--former", "must name a tenant");
        }
        return columns.toAssign(deployment, dataSource, this::note);
    }

    @Override
    MigrationReport change(Migration migration) {
        return migration.assignTenants(former);
    }
}
