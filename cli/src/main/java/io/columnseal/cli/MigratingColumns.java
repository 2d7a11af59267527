package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnMigration;
import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.cli.SchemasOption.Place;
import io.columnseal.migrate.MigrationPhase;
import io.columnseal.reencrypt.MigratingColumn;
import io.columnseal.reencrypt.Migration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The columns that the application declares to be in migration, by the catalogue it exported in that phase. */
final class MigratingColumns {

    @Mixin
    private CatalogueOption catalogue = new CatalogueOption();

    @Mixin
    private SchemasOption schemas = new SchemasOption();

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            description =
                    "whose the values are of which the catalogue says no tenant: the default tenant in an application"
                            + " without tenants, the owner of the database where each has its own")
    private @Nullable String tenant;

    /** Where they lie: in the schema that was named, or the one that is connected to. */
    Place place(DataSource dataSource) {
        return schemas.only(dataSource);
    }

    /** All of them, to be counted. */
    Migration toCount(Deployment deployment, Consumer<String> note) throws IOException {
        ColumnCatalogue known = read(note);
        return migration(deployment, place(deployment.data()).dataSource(), columns(deployment, known, null));
    }

    /**
     * Those of a phase, to be changed.
     *
     * @param dataSource that of their {@link #place}
     * @throws ConfigurationException if one of them needs the application
     */
    Migration toChange(Deployment deployment, DataSource dataSource, MigrationPhase phase, Consumer<String> note)
            throws IOException {
        ColumnCatalogue known = read(note);
        return migration(deployment, dataSource, columns(deployment, known, phase))
                .tenant(tenant);
    }

    /**
     * All that tenants do not share, whose rows name their tenants.
     *
     * @throws ConfigurationException as above
     */
    Migration toAssign(Deployment deployment, DataSource dataSource, Consumer<String> note) throws IOException {
        if (tenant != null) {
            throw new WrongArgumentException("--tenant", "is what the rows name here");
        }
        ColumnCatalogue known = read(note);
        List<MigratingColumn> columns = new ArrayList<>();
        for (SealedColumn column : known.columns()) {
            if (!column.shared()) {
                String name = column.table() + "." + column.column();
                column.indexes().forEach(index -> BuiltInNormalForms.require(name, index));
                requireRegistered(deployment.seal().columns(), known.application(), column);
                columns.add(new MigratingColumn(column, MigrationPhase.STRICT, null));
            }
        }
        return migration(deployment, dataSource, columns).tenant(null);
    }

    private ColumnCatalogue read(Consumer<String> note) throws IOException {
        ColumnCatalogue known = catalogue.read();
        schemas.tellCoverage(known, note);
        return known;
    }

    private static Migration migration(Deployment deployment, DataSource dataSource, List<MigratingColumn> columns) {
        return deployment.seal().migration(dataSource, columns, new BuiltInNormalForms());
    }

    private List<MigratingColumn> columns(
            Deployment deployment, ColumnCatalogue known, @Nullable MigrationPhase changed) {
        List<MigratingColumn> columns = new ArrayList<>();
        for (ColumnMigration migration : known.migrations()) {
            SealedColumn column = known.columns().stream()
                    .filter(migration::isOf)
                    .findFirst()
                    .orElseThrow(() -> new ConfigurationException(
                            "--catalogue", "has a migration of a column that it does not have: " + name(migration)));
            MigrationPhase phase = MigrationPhase.of("--catalogue", migration.phase());
            if (phase == changed) {
                requireWithoutApplication(migration, column, phase);
                requireRegistered(deployment.seal().columns(), known.application(), column);
            }
            columns.add(new MigratingColumn(column, phase, null));
        }
        return columns;
    }

    /** By a catalogue of another release or environment, values would be sealed as no node opens them. */
    private static void requireRegistered(ColumnRegistry registry, String application, SealedColumn column) {
        if (registry.find(application).stream().noneMatch(registered -> isSealedAs(registered, column))) {
            throw new ConfigurationException(
                    "--catalogue",
                    "has " + column.table() + "." + column.column() + " of " + application + " with the context "
                            + column.context() + ", purpose " + column.purpose() + ", storage " + column.storage()
                            + ", codec " + column.codec() + " and "
                            + column.indexes().size()
                            + " index columns, and so no node has registered it with these keys: export the catalogue from a node of the"
                            + " release and the environment that are to read the values");
        }
    }

    private static boolean isSealedAs(RegisteredColumn registered, SealedColumn column) {
        return registered.liesIn(column.table(), column.column())
                && registered.context().equals(column.context())
                && registered.purpose().equals(column.purpose())
                && registered.storage() == column.storage()
                && registered.codec().equals(column.codec())
                && areIndexed(registered, column);
    }

    /** What is made no index value of, or one of another kind, no lookup would find. Audit tables have none. */
    private static boolean areIndexed(RegisteredColumn registered, SealedColumn column) {
        boolean itself =
                registered.table().equals(column.table()) && registered.column().equals(column.column());
        return areAmong(registered.indexes(), column.indexes())
                && (!itself || areAmong(column.indexes(), registered.indexes()));
    }

    private static boolean areAmong(List<IndexColumn> all, List<IndexColumn> some) {
        return some.stream()
                .allMatch(index -> all.stream()
                        .anyMatch(other -> other.column().equals(index.column()) && other.matchesValuesOf(index)));
    }

    private void requireWithoutApplication(ColumnMigration migration, SealedColumn column, MigrationPhase phase) {
        if (migration.imported()) {
            throw new ConfigurationException(
                    name(migration),
                    "is read by an importer, which only the application has: SealedColumns.migration(…) seals it");
        }
        if (phase == MigrationPhase.BACKFILL) {
            column.indexes().forEach(index -> BuiltInNormalForms.require(name(migration), index));
            requireTenant(column);
        }
    }

    /** The default one would be a guess in an application with tenants, and what it sealed another tenant's. */
    private void requireTenant(SealedColumn column) {
        if (tenant == null && column.tenant() == null && !column.shared()) {
            throw new ConfigurationException(
                    "--tenant",
                    "is required: the rows of " + column.table()
                            + " name no tenant. In an application without tenants it"
                            + " is columnseal.default-tenant, \"default\" unless set");
        }
    }

    private static String name(ColumnMigration migration) {
        return migration.table() + "." + migration.column();
    }
}
