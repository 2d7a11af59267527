package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.compat.BootFilter;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hibernate.mapping.CheckConstraint;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Formula;
import org.hibernate.mapping.Index;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Selectable;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

/**
 * Refuses SQL in the mapping of an entity that names an encrypted column: formulas, restrictions, filters, check
 * constraints, column transformers, generated columns and defaults would see, or write, sealed bytes as if they were
 * the value.
 */
final class SqlFragmentCheck implements MappingCheck {

    private static final String REMEDY =
            "Leave the encrypted column out of it; qualify the name if it means another table's column";

    @Override
    public void check(EncryptedMapping mapping) {
        for (PersistentClass entity : mapping.metadata().getEntityBindings()) {
            Consumer<Fragment> check = fragment -> {
                if (fragment.sql() != null) {
                    refuseIfNamed(fragment, ofHierarchy(entity, mapping), true);
                    refuseIfNamed(fragment, mapping.attributes(), false);
                }
            };
            check.accept(new Fragment("@SQLRestriction", entity.getWhere()));
            for (BootFilter filter : BootFilter.of(entity.getFilters())) {
                check.accept(new Fragment("@Filter " + filter.name(), filter.condition()));
            }
            for (Property property : entity.getProperties()) {
                formulas(() -> "@Formula of " + property.getName(), property.getSelectables(), check);
            }
            Value discriminator = entity.getDiscriminator();
            if (discriminator != null) {
                formulas(() -> "@DiscriminatorFormula", discriminator.getSelectables(), check);
            }
        }
        for (Table table : mapping.metadata().collectTableMappings()) {
            List<BoundAttribute> own = mapping.storedIn(table);
            if (!own.isEmpty()) {
                check(table, fragment -> refuseIfNamed(fragment, own, true));
            }
        }
        mapping.attributes().forEach(SqlFragmentCheck::checkOwnColumn);
    }

    private static void formulas(Supplier<String> where, List<Selectable> selectables, Consumer<Fragment> check) {
        for (Selectable selectable : selectables) {
            if (selectable instanceof Formula formula) {
                check.accept(new Fragment(where.get(), formula.getFormula()));
            }
        }
    }

    private static void check(Table table, Consumer<Fragment> check) {
        for (CheckConstraint constraint : table.getChecks()) {
            check.accept(new Fragment("@Check", constraint.getConstraint()));
        }
        for (Column column : table.getColumns()) {
            for (CheckConstraint constraint : column.getCheckConstraints()) {
                check.accept(
                        new Fragment("the check constraint of column " + column.getName(), constraint.getConstraint()));
            }
            check.accept(new Fragment("@GeneratedColumn " + column.getName(), column.getGeneratedAs()));
            check.accept(new Fragment("@ColumnTransformer of column " + column.getName(), column.getCustomRead()));
            check.accept(new Fragment("@ColumnTransformer of column " + column.getName(), column.getCustomWrite()));
        }
        for (Index index : table.getIndexes().values()) {
            for (Selectable selectable : index.getSelectables()) {
                if (selectable instanceof Formula formula) {
                    check.accept(new Fragment("index " + index.getName(), formula.getFormula()));
                }
            }
        }
    }

    /** What an encrypted column cannot have, whatever its text says. */
    private static void checkOwnColumn(BoundAttribute attribute) {
        Column column = attribute.column();
        if (column.getCustomRead() != null || column.getCustomWrite() != null) {
            throw attribute.refused("@ColumnTransformer transforms the encrypted column", "Remove the transformer");
        }
        if (column.getGeneratedAs() != null) {
            throw attribute.refused("the database generates the encrypted column", "Remove @GeneratedColumn");
        }
        if (column.getDefaultValue() != null) {
            throw attribute.refused(
                    "the database's default value of the encrypted column is not sealed",
                    "Remove @ColumnDefault and initialise the attribute in Java");
        }
    }

    private static void refuseIfNamed(Fragment fragment, List<BoundAttribute> attributes, boolean own) {
        if (fragment.sql() == null) {
            return;
        }
        for (BoundAttribute attribute : attributes) {
            Set<String> table =
                    Set.of(SqlNames.lower(attribute.value().getTable().getName()));
            if (SqlNames.contain(fragment.sql(), attribute.column().getName(), table, own)) {
                throw attribute.refused(fragment.where() + " names the encrypted column", REMEDY);
            }
        }
    }

    private static List<BoundAttribute> ofHierarchy(PersistentClass entity, EncryptedMapping mapping) {
        return mapping.attributes().stream()
                .filter(attribute -> attribute.entity() != null
                        && attribute.entity().getRootClass() == entity.getRootClass()
                        && !(attribute.property().getValue() instanceof org.hibernate.mapping.Collection))
                .toList();
    }

    /**
     * @param where what the application wrote it in
     * @param sql null if it wrote none
     */
    private record Fragment(String where, @Nullable String sql) {}
}
