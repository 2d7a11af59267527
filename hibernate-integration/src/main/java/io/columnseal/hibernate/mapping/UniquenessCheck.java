package io.columnseal.hibernate.mapping;

import org.hibernate.mapping.Join;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Table;

/** Refuses unique blind indexes where a unique constraint would not hold, or be taken for another row's. */
final class UniquenessCheck implements MappingCheck {

    @Override
    public void check(EncryptedMapping mapping) {
        for (BoundAttribute attribute : mapping.attributes()) {
            for (BoundIndex index : attribute.indexes()) {
                if (index.isUnique()) {
                    requireOneTable(mapping, attribute, index);
                    requireNoOptionalTable(attribute);
                }
            }
        }
    }

    private static void requireOneTable(EncryptedMapping mapping, BoundAttribute attribute, BoundIndex index) {
        long tables = mapping.metadata().collectTableMappings().stream()
                .filter(table -> table.isPhysicalTable() && !table.isAbstract() && index.isStoredIn(table))
                .count();
        if (tables > 1) {
            throw attribute.refused(
                    "its blind index is to be unique, but lies in a table of each subclass, and no constraint spans several",
                    "Map the hierarchy with InheritanceType.JOINED or SINGLE_TABLE, or declare the attribute in the"
                            + " subclasses");
        }
    }

    /** MySQL and MariaDB would update the row that has an equal value, whosever it is. */
    private static void requireNoOptionalTable(BoundAttribute attribute) {
        PersistentClass entity = attribute.entity();
        Table table = attribute.value().getTable();
        if (entity != null
                && entity.getJoins().stream()
                        .filter(Join::isOptional)
                        .anyMatch(join -> join.getTable().equals(table))) {
            throw attribute.refused(
                    "its blind index is to be unique, but lies in an optional secondary table, whose rows Hibernate inserts"
                            + " or updates in one statement: an equal value would overwrite another row on some databases",
                    "Annotate the entity @SecondaryRow(table = \"" + table.getName()
                            + "\", optional = false), or keep the" + " attribute in the entity's own table");
        }
    }
}
