package io.columnseal.catalogue;

import io.columnseal.ConfigurationException;
import io.columnseal.Storage;
import io.columnseal.Uniqueness;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A catalogue as a JSON document, for tools that do not have the application's classes. It names tables, columns and
 * contexts and holds no secrets. Needs Jackson 3. Safe for use by many threads.
 *
 * <p>Fields always have the same order, so equal catalogues are equal texts:
 *
 * <pre>{@code
 * {
 *   "version" : 1,
 *   "application" : "clinic",
 *   "columns" : [ {
 *     "entity" : "Patient", "attribute" : "ssn",
 *     "table" : "patient", "keyColumns" : [ "id" ], "column" : "ssn",
 *     "context" : "patient.ssn", "purpose" : "field", "codec" : "text",
 *     "storage" : "BINARY", "paddingBytes" : 1, "shared" : false,
 *     "indexes" : [ { "name" : "", "column" : "ssn_bidx", "fingerprint" : "", "bits" : 128 } ],
 *     "tenant" : { "table" : "patient", "keyColumns" : [ "id" ], "column" : "clinic" }
 *   } ]
 * }
 * }</pre>
 *
 * <p>{@code tenant} is left out where it is not known. A column whose values need not all be sealed yet has {@code
 * "migration" : { "phase" : "BACKFILL", "imported" : false }} besides. The two columns of a unique index have {@code "uniqueness" :
 * "CURRENT"} and {@code "NEXT"} besides. Where tenants have databases or schemas of their own, the document has {@code "tenantsApart" :
 * true}.
 */
public final class CatalogueJson {

    /** The version written; a reader refuses every other, since it could mean something this one does not know. */
    private static final int VERSION = 1;

    private static final JsonMapper MAPPER = new JsonMapper();

    private CatalogueJson() {}

    /** Writes a catalogue, indented for people. */
    public static String write(ColumnCatalogue catalogue) {
        ObjectNode document = MAPPER.createObjectNode();
        document.put("version", VERSION);
        document.put("application", catalogue.application());
        if (catalogue.tenantsApart()) {
            document.put("tenantsApart", true);
        }
        ArrayNode columns = document.putArray("columns");
        catalogue.columns().forEach(column -> {
            ObjectNode node = columns.addObject();
            write(column, node);
            catalogue.migrations().stream()
                    .filter(migration -> migration.isOf(column))
                    .findFirst()
                    .ifPresent(migration -> write(migration, node.putObject("migration")));
        });
        return document.toPrettyString();
    }

    private static void write(SealedColumn column, ObjectNode node) {
        node.put("entity", column.entity());
        node.put("attribute", column.attribute());
        node.put("table", column.table());
        ArrayNode keyColumns = node.putArray("keyColumns");
        column.keyColumns().forEach(keyColumns::add);
        node.put("column", column.column());
        node.put("context", column.context());
        node.put("purpose", column.purpose());
        node.put("codec", column.codec());
        node.put("storage", column.storage().name());
        node.put("paddingBytes", column.paddingBytes());
        node.put("shared", column.shared());
        ArrayNode indexes = node.putArray("indexes");
        column.indexes().forEach(index -> write(index, indexes.addObject()));
        TenantColumn tenant = column.tenant();
        if (tenant != null) {
            write(tenant, node.putObject("tenant"));
        }
    }

    private static void write(ColumnMigration migration, ObjectNode node) {
        node.put("phase", migration.phase());
        node.put("imported", migration.imported());
    }

    private static void write(TenantColumn tenant, ObjectNode node) {
        node.put("table", tenant.table());
        ArrayNode keyColumns = node.putArray("keyColumns");
        tenant.keyColumns().forEach(keyColumns::add);
        node.put("column", tenant.column());
    }

    private static void write(IndexColumn index, ObjectNode node) {
        node.put("name", index.name());
        node.put("column", index.column());
        node.put("fingerprint", index.fingerprint());
        node.put("bits", index.bits());
        if (index.uniqueness() != Uniqueness.NONE) {
            node.put("uniqueness", index.uniqueness().name());
        }
    }

    /**
     * Reads what {@link #write} made.
     *
     * @throws ConfigurationException if the text is no catalogue, or one of another version; names the field at fault
     */
    public static ColumnCatalogue read(String json) {
        JsonNode document = parse(json);
        if (integer(document, "version", "") != VERSION) {
            throw invalid("version must be " + VERSION + ": export the catalogue with this release");
        }
        List<SealedColumn> columns = new ArrayList<>();
        List<ColumnMigration> migrations = new ArrayList<>();
        for (JsonNode node : array(document, "columns", "")) {
            String path = "columns[" + columns.size() + "].";
            SealedColumn column = column(node, path);
            columns.add(column);
            JsonNode migration = node.get("migration");
            if (migration != null) {
                migrations.add(migration(column, migration, path + "migration."));
            }
        }
        boolean tenantsApart = document.get("tenantsApart") != null && bool(document, "tenantsApart", "");
        return new ColumnCatalogue(text(document, "application", ""), columns, migrations, tenantsApart);
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            // Its message quotes the document
            throw invalid("not a JSON document");
        }
    }

    private static ColumnMigration migration(SealedColumn column, JsonNode node, String path) {
        return new ColumnMigration(
                column.table(), column.column(), text(node, "phase", path), bool(node, "imported", path));
    }

    private static SealedColumn column(JsonNode node, String path) {
        List<String> keyColumns = texts(node, "keyColumns", path);
        String entity = text(node, "entity", path);
        String attribute = text(node, "attribute", path);
        String table = text(node, "table", path);
        String column = text(node, "column", path);
        String context = text(node, "context", path);
        String purpose = text(node, "purpose", path);
        String codec = text(node, "codec", path);
        Storage storage = storage(node, path);
        int paddingBytes = integer(node, "paddingBytes", path);
        boolean shared = bool(node, "shared", path);
        List<IndexColumn> indexes = indexes(node, path);
        TenantColumn tenant = tenant(node, path);
        try {
            return new SealedColumn(
                    entity,
                    attribute,
                    table,
                    keyColumns,
                    column,
                    context,
                    purpose,
                    codec,
                    storage,
                    paddingBytes,
                    shared,
                    indexes,
                    tenant);
        } catch (IllegalArgumentException e) {
            // Its message begins with the component, which is called like the field
            throw invalid(path + e.getMessage());
        }
    }

    private static List<IndexColumn> indexes(JsonNode node, String path) {
        List<IndexColumn> indexes = new ArrayList<>();
        for (JsonNode index : array(node, "indexes", path)) {
            indexes.add(index(index, path + "indexes[" + indexes.size() + "]."));
        }
        return indexes;
    }

    private static IndexColumn index(JsonNode node, String path) {
        String name = text(node, "name", path);
        String column = text(node, "column", path);
        String fingerprint = text(node, "fingerprint", path);
        int bits = integer(node, "bits", path);
        Uniqueness uniqueness = uniqueness(node, path);
        try {
            return new IndexColumn(name, column, fingerprint, bits, uniqueness);
        } catch (IllegalArgumentException e) {
            throw invalid(path + e.getMessage());
        }
    }

    private static Uniqueness uniqueness(JsonNode node, String path) {
        if (node.get("uniqueness") == null) {
            return Uniqueness.NONE;
        }
        return switch (text(node, "uniqueness", path)) {
            case "NONE" -> Uniqueness.NONE;
            case "CURRENT" -> Uniqueness.CURRENT;
            case "NEXT" -> Uniqueness.NEXT;
            default -> throw invalid(path + "uniqueness must be NONE, CURRENT or NEXT");
        };
    }

    private static @Nullable TenantColumn tenant(JsonNode node, String path) {
        JsonNode tenant = node.get("tenant");
        if (tenant == null) {
            return null;
        }
        String inside = path + "tenant.";
        String table = text(tenant, "table", inside);
        List<String> keyColumns = texts(tenant, "keyColumns", inside);
        String column = text(tenant, "column", inside);
        try {
            return new TenantColumn(table, keyColumns, column);
        } catch (IllegalArgumentException e) {
            throw invalid(inside + e.getMessage());
        }
    }

    private static Storage storage(JsonNode node, String path) {
        return switch (text(node, "storage", path)) {
            case "BINARY" -> Storage.BINARY;
            case "TEXT" -> Storage.TEXT;
            default -> throw invalid(path + "storage must be BINARY or TEXT");
        };
    }

    private static String text(JsonNode node, String field, String path) {
        JsonNode value = node.get(field);
        if (value == null || !value.isString()) {
            throw invalid(path + field + " must be a text");
        }
        return value.stringValue();
    }

    private static List<String> texts(JsonNode node, String field, String path) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : array(node, field, path)) {
            if (!text.isString()) {
                throw invalid(path + field + " must hold texts");
            }
            texts.add(text.stringValue());
        }
        return texts;
    }

    private static int integer(JsonNode node, String field, String path) {
        JsonNode value = node.get(field);
        if (value == null || !value.isInt()) {
            throw invalid(path + field + " must be a whole number");
        }
        return value.intValue();
    }

    private static boolean bool(JsonNode node, String field, String path) {
        JsonNode value = node.get(field);
        if (value == null || !value.isBoolean()) {
            throw invalid(path + field + " must be true or false");
        }
        return value.booleanValue();
    }

    private static ArrayNode array(JsonNode node, String field, String path) {
        if (node.get(field) instanceof ArrayNode array) {
            return array;
        }
        throw invalid(path + field + " must be a list");
    }

    private static ConfigurationException invalid(String problem) {
        return new ConfigurationException("catalogue", problem);
    }
}
