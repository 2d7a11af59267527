package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.insert.ConflictClause;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;
import org.jspecify.annotations.Nullable;

/**
 * Refuses conflict clauses of inserts with a value of a unique blind index where the database disregards which conflict is
 * meant: an equal value would overwrite another row, or keep the new one from being stored, without an error.
 */
final class UniqueConflicts {

    private UniqueConflicts() {}

    static void check(InsertSelectStatement insert, Dialect dialect) {
        ConflictClause conflict = insert.getConflictClause();
        Use misuse = conflict == null ? null : misuse(conflict);
        if (misuse == null || !(dialect instanceof MySQLDialect)) {
            return;
        }
        for (ColumnReference column : insert.getTargetColumns()) {
            EncryptedAttribute attribute = SealedMappings.of(column.getJdbcMapping());
            if (attribute != null && attribute.isUnique()) {
                throw QueryGuard.refusal(attribute, misuse);
            }
        }
    }

    private static @Nullable Use misuse(ConflictClause conflict) {
        if (conflict.isDoUpdate()) {
            return Use.INSERTED_OR_UPDATED;
        }
        // Without a target, any conflict is meant; a constraint's name is compared by Hibernate itself
        return conflict.getConstraintColumnNames().isEmpty() ? null : Use.INSERTED_OR_LEFT_OUT;
    }
}
