package io.columnseal.cli;

import io.columnseal.reencrypt.ColumnDrift;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Counts how far columns in migration are. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Counts what is sealed and what is not in the columns that are in migration. Reads headers only and"
                        + " changes nothing. Ends with 1 if there are values that look sealed under keys that are not here.")
final class MigrateStatus extends Operation {

    @Mixin
    private MigratingColumns columns = new MigratingColumns();

    @Override
    int run(Deployment deployment) throws IOException {
        List<ColumnDrift> drift = columns.toCount(deployment, this::note).drift();
        Listing listing = new Listing(6, "table", "column", "phase", "unsealed", "sealed", "lookalikes");
        drift.forEach(column -> listing.add(
                column.table(),
                column.column(),
                column.phase(),
                column.unsealed(),
                column.sealed(),
                column.lookalikes()));
        print(listing);
        if (drift.isEmpty()) {
            note("no column of the catalogue is in migration");
        }
        return drift.stream().allMatch(column -> column.lookalikes() == 0) ? ExitCode.OK : ExitCode.FINDINGS;
    }
}
