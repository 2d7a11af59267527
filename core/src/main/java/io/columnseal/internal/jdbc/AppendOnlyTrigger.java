package io.columnseal.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/** The trigger of H2's script {@code append-only-h2.sql}: whoever changes or deletes entries of the access log is refused. */
public final class AppendOnlyTrigger implements Trigger {

    /** H2 makes one. */
    public AppendOnlyTrigger() {}

    @Override
    public void fire(Connection connection, Object @Nullable [] before, Object @Nullable [] after) throws SQLException {
        throw new SQLException(
                "master_key_access_log is append-only: entries are neither changed nor removed", SqlFailures.RAISED);
    }
}
