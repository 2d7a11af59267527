package io.columnseal.hibernate.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** Compares the columns that encrypted attributes need with those the database has. Columns it lacks are not its matter. */
final class SchemaInspection {

    private SchemaInspection() {}

    static List<SchemaFinding> run(SessionFactoryImplementor factory, List<RequiredColumn> required) {
        JdbcServices jdbc = factory.getJdbcServices();
        ExistingColumns existing = read(jdbc, required);
        Dialect dialect = jdbc.getDialect();
        return required.stream()
                .flatMap(column -> existing
                        .find(column)
                        .filter(found -> found.isOfWrongType(column) || found.isTooShort(column))
                        .map(found -> new SchemaFinding(column, found, dialect))
                        .stream())
                .toList();
    }

    private static ExistingColumns read(JdbcServices jdbc, List<RequiredColumn> required) {
        JdbcConnectionAccess access = jdbc.getBootstrapJdbcConnectionAccess();
        try {
            Connection connection = access.obtainConnection();
            try {
                return ExistingColumns.read(
                        connection, jdbc.getJdbcEnvironment().getIdentifierHelper(), required);
            } finally {
                access.releaseConnection(connection);
            }
        } catch (SQLException e) {
            throw jdbc.getSqlExceptionHelper().convert(e, "Could not read the columns of encrypted attributes");
        }
    }
}
