package io.columnseal.internal.jdbc;

import io.columnseal.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The script that creates the tables on one kind of database; it leaves existing tables alone. */
public final class SchemaScript {

    /** Folder of the scripts on the class path. */
    public static final String LOCATION = "io/columnseal/schema/";

    /** Folder of the same scripts as migrations, one folder for each kind of database. */
    public static final String MIGRATIONS = "columnseal/migration/";

    private static final Pattern COMMENT = Pattern.compile("(?m)^--.*$");
    private static final Pattern END_OF_STATEMENT = Pattern.compile(";\\s*(?m:$)");
    private static final Pattern TABLE = Pattern.compile(
            "\\b(data_encryption_keys|master_key_access_log(_append_only|_no_update|_no_delete)?"
                    + "|columnseal_columns|columnseal_key_notes|columnseal_approvals|columnseal_nodes|columnseal_runs|columnseal_run_parts|columnseal_run_ranges|columnseal_quarantine|columnseal_tasks|columnseal_meta|columnseal_append_only)\\b");

    private final String script;

    private SchemaScript(String script) {
        this.script = script;
    }

    /**
     * The script for a database.
     *
     * @throws ConfigurationException if there is none for it
     */
    public static SchemaScript of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return new SchemaScript(read(LOCATION + "schema-" + kind(product) + ".sql"));
    }

    /**
     * The script that has a database refuse to edit the access log, where that takes further rights and so is not part of
     * the other one.
     */
    public static Optional<SchemaScript> appendOnly(Connection connection) throws SQLException {
        String kind = kind(connection.getMetaData().getDatabaseProductName());
        return kind.equals("postgresql")
                ? Optional.empty()
                : Optional.of(new SchemaScript(read(LOCATION + "append-only-" + kind + ".sql")));
    }

    /** Runs the script for tables of these names. */
    public void run(Connection connection, TableNames names) throws SQLException {
        String sql = TABLE.matcher(COMMENT.matcher(script).replaceAll(""))
                .replaceAll(table -> Matcher.quoteReplacement(names.of(table.group())));
        try (Statement statement = connection.createStatement()) {
            for (String part : END_OF_STATEMENT.split(sql)) {
                if (!part.isBlank()) {
                    statement.execute(part);
                }
            }
        }
    }

    private static String kind(String product) {
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> "postgresql";
            case "mysql", "mariadb" -> "mysql";
            case "h2" -> "h2";
            default ->
                throw new ConfigurationException(
                        "columnseal.key-store",
                        "there is no schema script for " + product + ". Adapt one of " + LOCATION + " and run it");
        };
    }

    private static String read(String resource) {
        try (InputStream in = SchemaScript.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from this library's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
