package io.columnseal.hibernate.mapping;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.codec.ValueCodec;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.type.MixedColumn;
import io.columnseal.index.PrefixForm;
import io.columnseal.internal.NearestName;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.MigrationPhase;
import io.columnseal.migrate.UnsealedForm;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which columns are declared to be in migration, and whether they can be. */
final class MigrationSettings {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationSettings.class);

    private MigrationSettings() {}

    /**
     * Null if the attribute's column is not in migration.
     *
     * @throws io.columnseal.UnsupportedMappingException if it cannot be
     */
    static @Nullable MixedColumn of(AttributeSource source, EncryptedAttribute attribute, EncryptedMappings mappings) {
        MigrationPhase phase = mappings.migrations().get(source.defaultContext());
        if (phase == null || !phase.readsBoth()) {
            return null;
        }
        Importer importer = mappings.importers().get(source.defaultContext());
        UnsealedForm form = UnsealedForm.of(
                        attribute.storage(), attribute.codec().name(), importer)
                .orElseThrow(() -> source.refused(
                        "its column is in migration, but cannot hold values of this type both sealed and unsealed",
                        "Let a text attribute say storage = TEXT; a column whose type has to change is sealed in a shadow column,"
                                + " see \"A column whose type has to change\" in docs/guides/plaintext-migration.md"));
        for (AttributeIndex index : attribute.indexes()) {
            if (index.part() != null || index.form() instanceof PrefixForm || attribute.isUnique()) {
                throw source.refused(
                        "its column is in migration, and what is not sealed yet would not be found by parts or beginnings,"
                                + " nor be held back as equal",
                        "Keep to a plain @BlindIndex until the migration is over, then add the others and make their values"
                                + " with SealedColumns.of(entityManagerFactory).indexRebuild(dataSource)");
            }
        }
        LOG.warn(
                "{} is in migration, phase {}: values of it that are not sealed are read, whoever stored them. Go on to the next"
                        + " phase, and to strict at last",
                source.defaultContext(),
                phase);
        MixedColumn mixed = mixed(phase, importer, form, attribute, mappings.seal());
        if (!mixed.showsValues() && !attribute.indexes().isEmpty()) {
            LOG.warn(
                    "Lookups of {} are refused until it is strict: its importer is not comparable, so values that another library"
                            + " sealed would not be found",
                    source.defaultContext());
        }
        return mixed;
    }

    @SuppressWarnings("unchecked")
    private static MixedColumn mixed(
            MigrationPhase phase,
            @Nullable Importer importer,
            UnsealedForm form,
            EncryptedAttribute attribute,
            ColumnSeal seal) {
        return new MixedColumn(phase, importer, form, (ValueCodec<Object>) attribute.codec(), seal::knowsKey);
    }

    /** @throws ConfigurationException if a setting names no encrypted column: its column would be strict unnoticed */
    static void requireUsed(Set<String> declared, Collection<BoundAttribute> attributes) {
        Set<String> columns = attributes.stream()
                .map(bound -> bound.value().getTable().getName() + "."
                        + bound.column().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        for (String name : declared) {
            if (!columns.contains(name)) {
                throw new ConfigurationException(
                        MigrationPhase.SETTING_PREFIX + name,
                        "names no encrypted column as it is mapped; did you mean " + NearestName.of(name, columns)
                                + "? In YAML and Spring, a name with an underscore is written in brackets:"
                                + " \"[table_name.column_name]\"");
            }
        }
    }
}
