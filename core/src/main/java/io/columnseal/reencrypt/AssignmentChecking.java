package io.columnseal.reencrypt;

import io.columnseal.reencrypt.Undecryptable.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Changes nothing: finds whatever does not open for the tenant that its row names, once values were {@linkplain RowAssigning
 * given to their tenants}. So also what is not sealed, and what lies under a key that is lost.
 */
final class AssignmentChecking implements RowMigration {

    private final RowValues values;
    private final String former;
    private final RowOwner owner;
    private final RowMigration opening;

    AssignmentChecking(RowValues values, String former, RowOwner owner) {
        this.values = values;
        this.former = former;
        this.owner = owner;
        this.opening = new RowChecking(values, owner);
    }

    @Override
    public @Nullable PlainChange of(PlainRow row) throws ImmovableException {
        Header header = values.sealedUnder(row.stored());
        if (header == null) {
            throw new ImmovableException(values.isLookalike(row.stored()) ? Reason.UNKNOWN_KEY : Reason.NOT_SEALED);
        }
        String tenant = owner.of(row);
        if (former.equals(values.ownerOf(header)) && !former.equals(tenant)) {
            throw new ImmovableException(Reason.NOT_ASSIGNED);
        }
        if (tenant == null) {
            throw new ImmovableException(Reason.NO_TENANT);
        }
        return opening.of(row);
    }

    @Override
    public @Nullable Header namedIn(PlainRow row) {
        return values.isLookalike(row.stored())
                ? values.sql().form().header(row.stored())
                : values.sealedUnder(row.stored());
    }
}
