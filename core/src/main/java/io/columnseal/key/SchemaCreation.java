package io.columnseal.key;

import java.sql.Connection;
import java.sql.SQLException;

/** When a configured key store creates key tables, or a key file, that are missing. */
public enum SchemaCreation {
    /** In an H2 database of this process, in memory or in a file, and in a key file: nobody else is there to create them. */
    EMBEDDED,

    /** On every database. The user then needs the right to create tables. */
    ALWAYS,

    /** On no database, where migrations or scripts create them, and in no file. */
    NEVER;

    /** What settings mean that do not say it. */
    public static final SchemaCreation DEFAULT = EMBEDDED;

    boolean appliesTo(Connection connection) throws SQLException {
        return switch (this) {
            case EMBEDDED -> isEmbedded(connection.getMetaData().getURL());
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }

    private static boolean isEmbedded(String url) {
        return url != null
                && url.startsWith("jdbc:h2:")
                && !url.startsWith("jdbc:h2:tcp:")
                && !url.startsWith("jdbc:h2:ssl:");
    }
}
