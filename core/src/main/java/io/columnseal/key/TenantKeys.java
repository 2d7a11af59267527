package io.columnseal.key;

import io.columnseal.KeyNotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The keys of a tenant of every usage, for what is done with all of them. A row that is none keeps nothing from the others. */
final class TenantKeys {

    /** All but the one of the deployment. */
    private static final List<KeyUsage> USAGES = Arrays.stream(KeyUsage.values())
            .filter(usage -> usage != KeyUsage.SYSTEM)
            .toList();

    private final DataKeyStore store;
    private final String tenant;
    private List<MalformedKeyRow> malformed = List.of();

    TenantKeys(DataKeyStore store, String tenant) {
        USAGES.forEach(usage -> StoredText.requireTenant(tenant, usage));
        this.store = store;
        this.tenant = tenant;
    }

    /**
     * Reads them as they are now.
     *
     * @throws KeyNotFoundException if there is none
     */
    List<DataKeyRow> read() {
        List<MalformedKeyRow> edited = new ArrayList<>();
        List<DataKeyRow> keys = USAGES.stream()
                .flatMap(usage -> store.findAll(tenant, usage, edited::add).stream())
                .toList();
        malformed = edited;
        if (keys.isEmpty()) {
            requireNoneLeftOut("");
            throw KeyNotFoundException.ofTenant(tenant);
        }
        return keys;
    }

    /**
     * Ends what was done with all others.
     *
     * @param done what, as the end of a sentence
     * @throws io.columnseal.ColumnSealException if a row was none when they were last read
     */
    void requireNoneLeftOut(String done) {
        for (MalformedKeyRow row : malformed) {
            throw row.rejection(done);
        }
    }
}
