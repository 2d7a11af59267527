package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.type.EncryptedType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;

/**
 * The last word on a mapping, after all that Hibernate, Bean Validation and Envers derive from it and before anything is
 * made of it: settles the columns of encrypted attributes and runs the checks.
 */
public final class MappingCompletion {

    private static final List<MappingCheck> CHECKS = List.of(
            new ContradictionCheck(),
            new CollectionCheck(),
            new AuditCheck(),
            new ReferenceCheck(),
            new SharedColumnCheck(),
            new ConstraintCheck(),
            new UniquenessCheck(),
            new SqlFragmentCheck(),
            new CollectionFragmentCheck(),
            new TenantCheck());

    private MappingCompletion() {}

    /**
     * @return empty if nothing is encrypted
     * @throws io.columnseal.UnsupportedMappingException if an encrypted attribute is mapped as it cannot be
     * @throws io.columnseal.ColumnSealException if the mapping could not be bound
     * @throws IllegalStateException if something is encrypted and this mapping was completed before
     */
    public static Optional<EncryptedMapping> complete(Metadata metadata, BootstrapContext bootstrap) {
        EncryptedMappings mappings = bootstrap.getServiceRegistry().requireService(EncryptedMappings.class);
        List<BoundAttribute> attributes = mappings.take(bootstrap);
        UnreadAnnotationCheck.check(metadata, bootstrap);
        if (attributes.isEmpty()) {
            requireNothingEncrypted(mappings, bootstrap);
            return Optional.empty();
        }
        for (BoundAttribute attribute : attributes) {
            DerivedConstraints.remove(attribute, attribute.declaredChecks());
            attribute.definition().settle(attribute.column(), metadata);
        }
        settleCopies(attributes, metadata);
        indexInheritedColumns(attributes, metadata);
        MigrationSettings.requireUsed(mappings.migrations().keySet(), attributes);
        MigrationSettings.requireUsed(mappings.importers().keySet(), attributes);
        EncryptedMapping mapping = new EncryptedMapping(attributes, metadata);
        CHECKS.forEach(check -> check.check(mapping));
        return Optional.of(mapping);
    }

    /** Hibernate itself makes one factory of a mapping; a second one would go without guards and checks. */
    private static void requireNothingEncrypted(EncryptedMappings mappings, BootstrapContext bootstrap) {
        if (mappings.encrypts(bootstrap)) {
            throw new IllegalStateException(
                    "this mapping was completed before, by a session factory or a start that failed: build the Metadata anew");
        }
    }

    /** Columns that were made from ours by type, as Envers makes those of its audit tables. */
    private static void settleCopies(List<BoundAttribute> attributes, Metadata metadata) {
        Map<EncryptedType<?>, BoundAttribute> byType =
                attributes.stream().collect(Collectors.toMap(BoundAttribute::type, Function.identity()));
        for (Table table : metadata.collectTableMappings()) {
            for (Column column : table.getColumns()) {
                RequiredColumns.encryptedType(column).map(byType::get).ifPresent(original -> {
                    if (!original.isStoredIn(table, column)) {
                        original.definition().settleCopy(column, metadata);
                    }
                });
            }
        }
    }

    /** Tables of a hierarchy with one table for each class share the columns of their superclass, but not its indexes. */
    private static void indexInheritedColumns(List<BoundAttribute> attributes, Metadata metadata) {
        for (BoundAttribute attribute : attributes) {
            for (BoundIndex index : attribute.indexes()) {
                metadata.collectTableMappings().stream()
                        .filter(table ->
                                index.isStoredIn(table) && index.on(table).isEmpty())
                        .forEach(table -> index.createOnSubclass(table, metadata.getDatabase()));
            }
        }
    }
}
