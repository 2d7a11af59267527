package io.columnseal.cli;

import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.reencrypt.KeyDestruction;
import io.columnseal.reencrypt.TenantDatabases;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The schemas that a command works in, where tenants have some of their own. */
final class SchemasOption {

    private static final int MAX_ID_LENGTH = 64;

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description =
                    "works in this schema, on MySQL and MariaDB this database, of the server that it is connected to, where"
                            + " tenants have some of their own; as the database writes it; may be given several times")
    private List<String> names = new ArrayList<>();

    /**
     * A place of the tables, with connections that see it.
     *
     * @param schema null for the one that is connected to
     */
    record Place(@Nullable String schema, DataSource dataSource) {

        /** What a run here is called, which may be one of several. */
        String runId(String id) {
            String whole = schema == null ? id : id + "/" + schema;
            if (whole.length() > MAX_ID_LENGTH) {
                throw new WrongArgumentException("--id", "is too long: the run in the schema is called " + whole);
            }
            return whole;
        }

        /** The same text, with the schema in front of it where there are several. */
        String named(String text) {
            return schema == null ? text : schema + ": " + text;
        }
    }

    /** Those that were named, or else the one that is connected to. */
    List<Place> of(DataSource dataSource) {
        if (new HashSet<>(names).size() < names.size()) {
            throw new WrongArgumentException("--schema", "names one twice");
        }
        if (names.isEmpty()) {
            return List.of(new Place(null, dataSource));
        }
        TenantDatabases schemas = TenantDatabases.schemas(dataSource, names);
        return names.stream()
                .map(name -> new Place(name, schemas.dataSource(name)))
                .toList();
    }

    /** The only one. */
    Place only(DataSource dataSource) {
        if (names.size() > 1) {
            throw new WrongArgumentException("--schema", "is one at a time here: --tenant says whose its values are");
        }
        return of(dataSource).get(0);
    }

    /** Says so where a run may not be all there is to do. */
    void tellCoverage(ColumnCatalogue catalogue, Consumer<String> note) {
        if (catalogue.tenantsApart() && names.isEmpty()) {
            note.accept(
                    "tenants have databases or schemas of their own: this run covers the one that it is connected to;"
                            + " --schema names others");
        }
    }

    /** Counts in all of them. */
    KeyDestruction keyDestruction(Deployment deployment, ColumnCatalogue catalogue) {
        return keyDestruction(deployment, catalogue, null);
    }

    /** @param former a column that is to be forgotten; looked for in all of them, too */
    KeyDestruction keyDestruction(Deployment deployment, ColumnCatalogue catalogue, @Nullable ColumnPlace former) {
        List<Place> places = of(deployment.data());
        if (!names.isEmpty()) {
            UnnamedSchemas.refuse(deployment.data(), catalogue, former, names);
        }
        KeyDestruction destruction =
                deployment.seal().keyDestruction(places.get(0).dataSource(), catalogue);
        places.stream().skip(1).forEach(place -> destruction.alsoCounting(place.dataSource(), catalogue));
        return destruction;
    }

    /** A listing whose records begin with their schema if some were named. */
    Listing listing(int shown, String... fields) {
        return names.isEmpty()
                ? new Listing(shown, fields)
                : new Listing(
                        shown + 1,
                        Stream.concat(Stream.of("schema"), Stream.of(fields)).toArray(String[]::new));
    }

    /** Adds a record to one. */
    void add(Listing listing, Place place, @Nullable Object... values) {
        if (place.schema() == null) {
            listing.add(values);
            return;
        }
        List<@Nullable Object> record = new ArrayList<>();
        record.add(place.schema());
        for (Object value : values) {
            record.add(value);
        }
        listing.add(record.toArray());
    }
}
