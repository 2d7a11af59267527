package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Re-encryption where tenants have databases or schemas of their own: a run for each, one after the other. One that fails
 * stops no other.
 *
 * <pre>{@code
 * TenantReencryptionReport report = new TenantReencryption(
 *                 TenantDatabases.schemas(dataSource, List.of("north", "south")),
 *                 database -> seal.reencryption(database, columns).parallelism(2))
 *         .rememberedIn(runs, "rotation-2026-11")
 *         .run();
 * }</pre>
 *
 * <p>Set up by one thread; may be run again.
 */
public final class TenantReencryption {

    private static final Logger LOG = LoggerFactory.getLogger(TenantReencryption.class);
    private static final int MAX_ID_LENGTH = 64;

    /** Beside the longest id and a slash. */
    private static final int HASH_LENGTH = 13;

    private final TenantDatabases databases;
    private final Function<DataSource, Reencryption> prepare;
    private @Nullable RunStore runs;
    private String id = "";

    /** @param prepare a run over the database that a DataSource leads to; asked once for each visit */
    public TenantReencryption(TenantDatabases databases, Function<DataSource, Reencryption> prepare) {
        this.databases = databases;
        this.prepare = prepare;
    }

    /**
     * Where the runs are {@linkplain Reencryption#rememberedIn remembered}, each under this id, a slash and the name of its
     * database; in place of a name that makes it longer than 64 characters stands its hash.
     *
     * @param runId 1 to 50 characters
     */
    public TenantReencryption rememberedIn(RunStore store, String runId) {
        if (runId.isBlank() || runId.length() > MAX_ID_LENGTH - 14) {
            throw new IllegalArgumentException("runId must have 1 to 50 characters");
        }
        this.runs = store;
        this.id = runId;
        return this;
    }

    /** The run over one of the databases, for what is done with it alone: a plan, a share, a second attempt. */
    public Reencryption of(String name) {
        Reencryption run = prepare.apply(databases.dataSource(name));
        return runs == null ? run : run.rememberedIn(runs, runId(name));
    }

    private String runId(String name) {
        String whole = id + "/" + name;
        return whole.length() <= MAX_ID_LENGTH ? whole : id + "/" + hash(name);
    }

    /** Two databases under one id would go on where the other one was. */
    private static String hash(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .substring(0, HASH_LENGTH);
    }

    /**
     * Visits all of them. Returns when all were visited or one of the runs was stopped.
     *
     * @throws io.columnseal.KeyStoreException if the key table cannot be read, or the access log not be written
     */
    public TenantReencryptionReport run() {
        Map<String, ReencryptionReport> reports = new LinkedHashMap<>();
        Map<String, ReencryptionException> failures = new LinkedHashMap<>();
        for (String name : databases.names()) {
            try {
                ReencryptionReport report = of(name).run();
                reports.put(name, report);
                if (report.stopped()) {
                    return new TenantReencryptionReport(reports, failures, true);
                }
            } catch (ReencryptionException e) {
                LOG.warn("The values in {} were not all moved; the other databases are visited", name, e);
                failures.put(name, e);
            }
        }
        return new TenantReencryptionReport(reports, failures, false);
    }
}
