package io.columnseal.hibernate.mapping;

import java.util.List;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;

/** Refuses attributes that cannot be encrypted for what they are or are annotated with, before they get a type. */
final class Eligibility {

    private Eligibility() {}

    static void check(AttributeSource source) {
        checkRole(source);
        if (source.property().getValue() instanceof Collection collection && collection.isSet()) {
            throw CollectionCheck.refusedSet(collection, "");
        }
        if (!(source.element() instanceof BasicValue value)) {
            throw source.refused(
                    "only basic attributes and collections of basic values can be encrypted",
                    "Annotate the attributes of the embeddable or of the other entity instead");
        }
        if (!(value.getColumn() instanceof Column)) {
            throw source.refused("a @Formula has no column to seal", "Remove @Encrypted or @Formula");
        }
        if (value.getAggregateColumn() != null) {
            throw source.refused(
                    "its embeddable is stored as one structured column",
                    "Annotate the attribute that holds the embeddable, without @JdbcTypeCode or @Struct, to keep it as"
                            + " encrypted JSON");
        }
        ContradictionCheck.check(source);
    }

    private static void checkRole(AttributeSource source) {
        PersistentClass entity = source.entity();
        Property property = source.property();
        if (entity == null) {
            return;
        }
        Property outermost = source.path().isEmpty() ? property : source.path().get(0);
        if (source.path().isEmpty()
                || outermost == entity.getIdentifierProperty()
                || entity.getIdentifier() instanceof Component identifier && holds(identifier, property)) {
            throw source.refused(
                    "an identifier cannot be encrypted, since the database finds rows by it",
                    "Use a generated identifier and keep the secret in an attribute of its own");
        }
        if (property == entity.getVersion()) {
            throw source.refused("a version cannot be encrypted, since the database compares it", "Remove @Encrypted");
        }
        if (outermost.isNaturalIdentifier() || property.isNaturalIdentifier()) {
            throw source.refused(
                    "a natural identifier cannot be encrypted, since the database finds rows by it",
                    "Remove @NaturalId");
        }
    }

    private static boolean holds(Component identifier, Property property) {
        List<Property> properties = identifier.getProperties();
        return properties.stream().anyMatch(candidate -> candidate == property);
    }
}
