package io.columnseal.reencrypt;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.TenantColumn;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the names of tenants in rows with those that have keys, where the database takes different names for the same. */
final class KeyedTenants {

    private final DataKeyStore keys;
    private final RetriedTransactions transactions;

    KeyedTenants(DataKeyStore keys, RetriedTransactions transactions) {
        this.keys = keys;
        this.transactions = transactions;
    }

    /**
     * Refuses names of rows that have no key where another name has one and sees these rows: they would be sealed for a tenant
     * that there is not.
     *
     * @throws ConfigurationException if there are such
     */
    void requireSameNames(ColumnSql sql, TenantColumn tenant) {
        Set<String> withoutKey =
                transactions.run("look at tenants", sql.column(), connection -> TenantNames.all(connection, tenant));
        Set<String> folded = withoutKey.stream().map(KeyedTenants::folded).collect(Collectors.toSet());
        Set<String> alike = new HashSet<>();
        keys.forEach(
                row -> {
                    String name = row.identity().tenant();
                    if (row.identity().usage() == KeyUsage.FIELD
                            && row.state() == KeyState.ACTIVE
                            && !withoutKey.remove(name)
                            && folded.contains(folded(name))) {
                        alike.add(name);
                    }
                },
                // It may be the key of any of them
                malformed -> {
                    throw malformed.rejection();
                });
        for (String name : withoutKey) {
            for (String other : alike) {
                if (folded(name).equals(folded(other)) && isSeenBy(sql, tenant, name, other)) {
                    throw new ConfigurationException(
                            "@TenantId",
                            "rows of " + tenant.table() + " name the tenant '" + name + "', which has no key, and the"
                                    + " database takes it for '" + other + "', which has one: write " + tenant.column()
                                    + " in the one way in which the application calls the tenant");
                }
            }
        }
    }

    private boolean isSeenBy(ColumnSql sql, TenantColumn tenant, String name, String other) {
        return transactions.run(
                "look at tenants", sql.column(), connection -> TenantNames.isSeenBy(connection, tenant, name, other));
    }

    /** The same for all names that a collation might take for the same, and for some others. */
    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .stripTrailing();
    }
}
