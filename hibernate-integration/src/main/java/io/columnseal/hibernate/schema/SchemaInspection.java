package io.columnseal.hibernate.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.jdbc.env.spi.IdentifierHelper;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * Compares the columns that encrypted attributes need with those the database has. Of what it lacks, only the columns of
 * blind indexes in existing tables are its matter: those come later than the table, with an annotation.
 */
final class SchemaInspection {

    private final JdbcServices jdbc;
    private final List<RequiredColumn> required;
    private final ExistingColumns existing;

    /** Asks the database for its columns; what is found out from them is as of now. */
    SchemaInspection(SessionFactoryImplementor factory, List<RequiredColumn> required) {
        this.jdbc = factory.getJdbcServices();
        this.required = required;
        this.existing = read((connection, identifiers) -> ExistingColumns.read(connection, identifiers, required));
    }

    /** What does not fit, in the order of the mapping. */
    List<SchemaFinding> findings() {
        return required.stream().flatMap(column -> finding(column).stream()).toList();
    }

    private Optional<SchemaFinding> finding(RequiredColumn column) {
        Dialect dialect = jdbc.getDialect();
        Optional<ExistingColumn> found = existing.find(column);
        if (found.isEmpty() && column.content() == RequiredColumn.Content.INDEX_VALUES && existing.hasTableOf(column)) {
            return Optional.of(new SchemaFinding(column, null, dialect));
        }
        return found.filter(has -> has.isOfWrongType(column) || has.isTooShort(column))
                .map(has -> new SchemaFinding(column, has, dialect));
    }

    /** The columns of blind indexes in existing tables that have no database index, or none that is unique as it should be. */
    List<MissingIndex> withoutIndex() {
        List<RequiredColumn> indexed = required.stream()
                .filter(column -> column.content() == RequiredColumn.Content.INDEX_VALUES)
                .filter(existing::hasTableOf)
                .toList();
        if (indexed.isEmpty()) {
            return List.of();
        }
        ExistingIndexes indexes =
                read((connection, identifiers) -> ExistingIndexes.read(connection, identifiers, indexed));
        return indexed.stream()
                .filter(column -> !indexes.cover(column))
                .map(column -> new MissingIndex(column, indexes.invalid(column), indexes.building(column)))
                .toList();
    }

    private <T> T read(Reading<T> reading) {
        JdbcConnectionAccess access = jdbc.getBootstrapJdbcConnectionAccess();
        try {
            Connection connection = access.obtainConnection();
            try {
                return reading.from(connection, jdbc.getJdbcEnvironment().getIdentifierHelper());
            } finally {
                access.releaseConnection(connection);
            }
        } catch (SQLException e) {
            throw jdbc.getSqlExceptionHelper().convert(e, "Could not read the columns of encrypted attributes");
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(Connection connection, IdentifierHelper identifiers) throws SQLException;
    }
}
