package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.insert.ConflictClause;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;

/**
 * Refuses {@code on conflict do update} with a value of a unique blind index where the database disregards which conflict is
 * meant: an equal value would overwrite another row.
 */
final class UniqueConflicts {

    private UniqueConflicts() {}

    static void check(InsertSelectStatement insert, Dialect dialect) {
        ConflictClause conflict = insert.getConflictClause();
        if (conflict == null || !conflict.isDoUpdate() || !(dialect instanceof MySQLDialect)) {
            return;
        }
        for (ColumnReference column : insert.getTargetColumns()) {
            EncryptedAttribute attribute = SealedMappings.of(column.getJdbcMapping());
            if (attribute != null && attribute.isUnique()) {
                throw QueryGuard.refusal(attribute, Use.INSERTED_OR_UPDATED);
            }
        }
    }
}
