package io.columnseal.cli;

import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.MalformedKeyRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists keys as their rows say, without the KMS. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists data keys as their rows say it. Needs no master key and verifies nothing: see doctor."
                + " Ends with 1 if rows are malformed.")
final class KeysList extends Operation {

    @Option(names = "--tenant", paramLabel = "TENANT", description = "only this tenant's")
    private @Nullable String tenant;

    @Option(names = "--state", paramLabel = "STATE", description = "only those in this state: ${COMPLETION-CANDIDATES}")
    private @Nullable KeyState state;

    @Option(names = "--usage", paramLabel = "USAGE", description = "only those of this usage: ${COMPLETION-CANDIDATES}")
    private @Nullable KeyUsage usage;

    @Override
    int run(Deployment deployment) {
        List<KeyInfo> found = new ArrayList<>();
        List<MalformedKeyRow> malformed = new ArrayList<>();
        read(deployment.keyStore(), found, malformed);
        found.sort(Comparator.comparing(KeyInfo::tenant)
                .thenComparing(KeyInfo::usage)
                .thenComparing(KeyInfo::version, Comparator.reverseOrder()));
        print(KeyListing.of(found));
        malformed.forEach(row -> note(KeyListing.malformed(row.id())));
        return malformed.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private void read(DataKeyStore store, List<KeyInfo> found, List<MalformedKeyRow> malformed) {
        store.verify();
        store.forEach(
                row -> {
                    KeyInfo key = row.info();
                    if ((tenant == null || tenant.equals(key.tenant()))
                            && (state == null || state == key.state())
                            && (usage == null || usage == key.usage())) {
                        found.add(key);
                    }
                },
                malformed::add);
    }
}
