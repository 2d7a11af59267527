package io.columnseal.hibernate.schema;

import java.util.List;
import java.util.stream.Stream;

/**
 * A column of a blind index that no database index serves.
 *
 * @param invalid quoted names of indexes that would, had PostgreSQL finished them: they hold nothing back
 */
record MissingIndex(RequiredColumn column, List<String> invalid) {

    MissingIndex {
        invalid = List.copyOf(invalid);
    }

    /** The statements that add it. */
    List<String> statements() {
        return Stream.concat(invalid.stream().map(name -> "drop index " + name), column.createIndex().stream())
                .toList();
    }

    /** As it reads after the column's name. */
    String problem() {
        return invalid.isEmpty()
                ? "has no unique database index, so equal values would be stored"
                : "has no valid unique database index, so equal values may be stored: PostgreSQL did not finish "
                        + String.join(", ", invalid) + ", as after a create index concurrently that met duplicates";
    }
}
