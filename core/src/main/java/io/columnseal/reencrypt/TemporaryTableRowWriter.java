package io.columnseal.reencrypt;

import io.columnseal.Storage;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MariaDB's and MySQL's way: a page goes into a temporary table in memory, which one update joins. How many rows took
 * their values is known, but not which, so a page with a conflict is written again as a batch; so is every page where the
 * user may not create temporary tables.
 */
final class TemporaryTableRowWriter implements RowWriter {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryTableRowWriter.class);

    /** Rows have the length of the longest there; the server's own limit is 16 MiB unless somebody lowered it. */
    private static final long MAX_BYTES = 4L << 20;

    private static final int ROWS_PER_INSERT = 200;

    /** For a database, a table, a column, or what only some users may do. */
    private static final Set<Integer> MISSING_RIGHTS = Set.of(1044, 1142, 1143, 1227);

    private static final String CONNECTION_EXCEPTION = "08";
    private static final long LONGEST_NUMBER_OR_UUID = 16;
    private static final Pattern LENGTH = Pattern.compile("\\((\\d+)\\)");
    private static final String PAGE = "columnseal_page";
    private static final String DROP = "drop temporary table if exists " + PAGE;

    private final TableSql table;
    private final RowWriter batches;
    private final String update;
    private final long keyBytes;
    private final AtomicBoolean allowed;

    /**
     * @param table whose key columns all have a bulk type
     * @param allowed whether the database takes temporary tables, for all writers of a run
     */
    TemporaryTableRowWriter(TableSql table, AtomicBoolean allowed) {
        this.table = table;
        this.allowed = allowed;
        this.keyBytes = table.key().stream()
                .mapToLong(key -> bytes(String.valueOf(key.bulkType())))
                .sum();
        this.batches = new BatchRowWriter(table);
        this.update = update(table);
    }

    private static String update(TableSql table) {
        List<String> assignments = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < table.key().size(); i++) {
            conditions.add(table.key().get(i).name() + " = " + key(i));
        }
        for (int i = 0; i < table.columns().size(); i++) {
            String column = table.column(i).column().column();
            assignments.add(column + " = coalesce(" + after(i) + ", " + column + ")");
            conditions.add("(" + before(i) + " is null or " + table.column(i).exactly(before(i)) + ")");
        }
        // In this order: a page is small, and each of its rows names one of the table by its key
        return "update " + PAGE + " straight_join " + table.name() + " set " + String.join(", ", assignments)
                + table.anyColumn().keepingStamps() + " where " + String.join(" and ", conditions);
    }

    @Override
    public boolean[] write(Connection connection, List<RowReplacement> page) throws SQLException {
        int[] lengths = lengths(page);
        if (allowed.get() && (keyBytes + 2L * Arrays.stream(lengths).sum()) * page.size() <= MAX_BYTES) {
            if (allTook(connection, page, lengths)) {
                boolean[] taken = new boolean[page.size()];
                Arrays.fill(taken, true);
                return taken;
            }
            connection.rollback();
        }
        return batches.write(connection, page);
    }

    private boolean allTook(Connection connection, List<RowReplacement> page, int[] lengths) throws SQLException {
        try {
            if (!filled(connection, page, lengths)) {
                return false;
            }
            try (PreparedStatement update = connection.prepareStatement(this.update)) {
                update.setQueryTimeout(table.timeoutSeconds());
                return update.executeUpdate() == page.size();
            }
        } finally {
            drop(connection);
        }
    }

    /** Whatever happened to the page: the connection goes back to its pool, and the server would keep the table with it. */
    private static void drop(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(DROP);
        } catch (SQLException e) {
            // The page's own error is the one to tell; a table that stays is dropped before the next one is made
            LOG.debug("A temporary table could not be dropped (SQLSTATE {})", e.getSQLState());
        }
    }

    private boolean filled(Connection connection, List<RowReplacement> page, int[] lengths) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(DROP);
            statement.execute(creation(lengths));
            if (sendsBatchesAtOnce(connection)) {
                insertAtOnce(connection, page);
            } else {
                for (int from = 0; from < page.size(); from += ROWS_PER_INSERT) {
                    insert(connection, page.subList(from, Math.min(page.size(), from + ROWS_PER_INSERT)));
                }
            }
            return true;
        } catch (SQLException e) {
            if (table.anyColumn().dialect().isTransient(e) || isBroken(e)) {
                throw e;
            }
            if (allowed.getAndSet(false)) {
                LOG.info(
                        "Pages are written as batches, since the database takes no temporary table (SQLSTATE {}, code"
                                + " {}){}",
                        e.getSQLState(),
                        e.getErrorCode(),
                        MISSING_RIGHTS.contains(e.getErrorCode())
                                ? ". With the right CREATE TEMPORARY TABLES a run is faster"
                                : "");
            }
            return false;
        }
    }

    /** Says nothing of what the database takes. */
    private static boolean isBroken(SQLException error) {
        return String.valueOf(error.getSQLState()).startsWith(CONNECTION_EXCEPTION);
    }

    /** Of a key column in memory, where texts have their full length, in the longest encoding. */
    static long bytes(String bulkType) {
        Matcher length = LENGTH.matcher(bulkType);
        if (!bulkType.contains("char") && !bulkType.contains("binary") || !length.find()) {
            return LONGEST_NUMBER_OR_UUID;
        }
        long units = Long.parseLong(length.group(1));
        return bulkType.contains("char") ? 4 * units : units;
    }

    /** Keys get type and collation of the table's. */
    private String creation(int[] lengths) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            String type = table.column(i).column().storage() == Storage.TEXT
                    ? " varchar(" + lengths[i] + ") character set ascii collate ascii_bin"
                    : " varbinary(" + lengths[i] + ")";
            columns.add(before(i) + type);
            columns.add(after(i) + type);
        }
        String keys = IntStream.range(0, table.key().size())
                .mapToObj(i -> table.key().get(i).name() + " as " + key(i))
                .collect(Collectors.joining(", "));
        return "create temporary table " + PAGE + " (" + String.join(", ", columns) + ") engine = memory select " + keys
                + " from " + table.name() + " where 1 = 0";
    }

    /** MariaDB's own driver sends a batch of inserts as one packet of bytes, which the server need not parse. */
    private static boolean sendsBatchesAtOnce(Connection connection) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        return metadata.getDriverName().startsWith("MariaDB")
                && metadata.getDatabaseProductName().equals("MariaDB");
    }

    private void insertAtOnce(Connection connection, List<RowReplacement> page) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insertion(1))) {
            statement.setQueryTimeout(table.timeoutSeconds());
            for (RowReplacement change : page) {
                bind(statement, 1, change);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void insert(Connection connection, List<RowReplacement> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insertion(rows.size()))) {
            statement.setQueryTimeout(table.timeoutSeconds());
            int index = 1;
            for (RowReplacement change : rows) {
                index = bind(statement, index, change);
            }
            statement.executeUpdate();
        }
    }

    private String insertion(int rows) {
        List<String> names = new ArrayList<>();
        IntStream.range(0, table.key().size()).forEach(i -> names.add(key(i)));
        IntStream.range(0, table.columns().size()).forEach(i -> names.addAll(List.of(before(i), after(i))));
        String row = "(" + String.join(", ", Collections.nCopies(names.size(), "?")) + ")";
        return "insert into " + PAGE + " (" + String.join(", ", names) + ") values "
                + String.join(", ", Collections.nCopies(rows, row));
    }

    private int bind(PreparedStatement statement, int firstIndex, RowReplacement change) throws SQLException {
        int index =
                table.anyColumn().bindKey(statement, firstIndex, change.row().key());
        for (int i = 0; i < table.columns().size(); i++) {
            bind(statement, index++, i, change.before(i));
            bind(statement, index++, i, change.after(i));
        }
        return index;
    }

    private void bind(PreparedStatement statement, int index, int column, @Nullable Object stored) throws SQLException {
        if (stored == null) {
            statement.setObject(index, null);
        } else {
            table.column(column).form().bind(statement, index, stored);
        }
    }

    /** Length of the longest value of each column, old or new. */
    private int[] lengths(List<RowReplacement> page) {
        int[] lengths = new int[table.columns().size()];
        for (int i = 0; i < lengths.length; i++) {
            StoredForm form = table.column(i).form();
            lengths[i] = 1;
            for (RowReplacement row : page) {
                lengths[i] = Math.max(lengths[i], length(form, row.before(i)));
                lengths[i] = Math.max(lengths[i], length(form, row.after(i)));
            }
        }
        return lengths;
    }

    private static int length(StoredForm form, @Nullable Object stored) {
        return stored == null ? 0 : form.length(stored);
    }

    private static String key(int i) {
        return PAGE + "_key_" + i;
    }

    private static String before(int i) {
        return PAGE + "_old_" + i;
    }

    private static String after(int i) {
        return PAGE + "_new_" + i;
    }
}
