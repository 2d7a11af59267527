package io.columnseal.reencrypt;

import io.columnseal.ConfigurationException;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives values to the tenants that their rows name: opens what lies under the keys of the tenant that had them all, and seals
 * it for the row's. What lies under anybody else's keys stays as it is.
 */
final class RowAssigning implements RowMigration {

    private final RowValues values;
    private final String former;
    private final RowOwner owner;
    private final PlainSealing sealing;
    private final GivenUp<String> unsealed = new GivenUp<>();

    RowAssigning(RowValues values, String former, RowOwner owner, PlainSealing sealing) {
        this.values = values;
        this.former = former;
        this.owner = owner;
        this.sealing = sealing;
    }

    /** @throws ConfigurationException if the rows of one do not name their tenants */
    static void requireTenants(List<MigratingColumn> due) {
        for (MigratingColumn column : due) {
            if (column.column().tenant() == null) {
                throw new ConfigurationException(
                        "@TenantId",
                        "rows of " + column.column().table() + " do not name the tenant of "
                                + column.column().column() + ". Give their entity a @TenantId, apart from its @Id where"
                                + " it is audited, and a collection of its an @OrderColumn or the keys of a map; or say"
                                + " scope = SHARED");
            }
        }
    }

    @Override
    public @Nullable PlainChange of(PlainRow row) throws ImmovableException {
        Header header = values.sealedUnder(row.stored());
        if (header == null || !former.equals(values.ownerOf(header))) {
            return null;
        }
        String tenant = owner.of(row);
        if (tenant == null) {
            throw new ImmovableException(Reason.NO_TENANT);
        }
        if (tenant.equals(former)) {
            return null;
        }
        byte[] value = values.open(row, header);
        try {
            return unsealed.unlessBefore(tenant, () -> sealing.seal(row, tenant, value));
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    @Override
    public @Nullable Header namedIn(PlainRow row) {
        return values.sealedUnder(row.stored());
    }
}
