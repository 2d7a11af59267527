package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.KeyId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** A column that was sealed once and may be gone. */
record FormerColumn(RegisteredColumn registered, ColumnPlace place) {

    /** What PostgreSQL says where the column's type by now holds neither texts nor bytes. */
    private static final String NO_SUCH_FUNCTION = "42883";

    /**
     * How many sealed values are left in it, none if it is not there. A form alone does not make a value sealed: it may be
     * plain by now.
     */
    long rows(DataSource dataSource, Predicate<KeyId> known) {
        try {
            return KeyReferences.rows(KeyReferences.count(dataSource, column()), known);
        } catch (ReencryptionException e) {
            if (StoredName.isMissing(e) || NO_SUCH_FUNCTION.equals(e.sqlState())) {
                return 0;
            }
            throw e;
        }
    }

    /**
     * Whether it is a column of the catalogue under another spelling of its name, so that nothing is in it which is not counted
     * there, now or later. The database says so by name: two counts of a table in use are never the same, and those of a table and a
     * view of it may be.
     */
    boolean isIn(ColumnCatalogue catalogue, DataSource dataSource) {
        if (!catalogue.application().equals(registered.application())) {
            return false;
        }
        Optional<StoredName> name = StoredName.of(dataSource, column());
        return name.isPresent()
                && catalogue.columns().stream()
                        .filter(known -> known.context().equals(registered.context()))
                        .anyMatch(known -> StoredName.of(dataSource, known).equals(name));
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
