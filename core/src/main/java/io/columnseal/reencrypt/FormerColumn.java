package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.KeyId;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** A column that was sealed once and may be gone. */
record FormerColumn(RegisteredColumn registered, ColumnPlace place) {

    /** What databases say of a table, a column or a schema that is not there. */
    private static final Set<String> MISSING =
            Set.of("42P01", "42703", "3F000", "42S02", "42S03", "42S04", "42S22", "90079");

    /**
     * How many sealed values are left in it, none if it is not there. A form alone does not make a value sealed: it may be
     * plain by now.
     */
    long rows(DataSource dataSource, Predicate<KeyId> known) {
        try {
            return KeyReferences.rows(KeyReferences.count(dataSource, column()), known);
        } catch (ReencryptionException e) {
            if (MISSING.contains(String.valueOf(e.sqlState()))) {
                return 0;
            }
            throw e;
        }
    }

    private SealedColumn column() {
        return new SealedColumn(
                registered.entity(),
                registered.attribute(),
                place.table(),
                List.of(),
                place.column(),
                registered.context(),
                registered.purpose(),
                registered.codec(),
                registered.storage(),
                1,
                false);
    }
}
