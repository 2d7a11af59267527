package io.columnseal.hibernate.schema;

import java.util.List;
import java.util.stream.Stream;

/**
 * A column of a blind index that no database index serves.
 *
 * @param invalid quoted names of indexes that would, had PostgreSQL finished them: they hold nothing back
 * @param building those of them that it may still be at work on
 */
record MissingIndex(RequiredColumn column, List<String> invalid, List<String> building) {

    MissingIndex {
        invalid = List.copyOf(invalid);
        building = List.copyOf(building);
    }

    /** The statements that add it; none while the database is at work on it. */
    List<String> statements() {
        return building.isEmpty()
                ? Stream.concat(invalid.stream().map(name -> "drop index " + name), column.createIndex().stream())
                        .toList()
                : List.of();
    }

    /** As it reads after the column's name. */
    String problem() {
        if (!building.isEmpty()) {
            return "has no valid unique database index yet, so equal values may be stored: PostgreSQL is building "
                    + String.join(", ", building);
        }
        return invalid.isEmpty()
                ? "has no unique database index, so equal values would be stored"
                : "has no valid unique database index, so equal values may be stored: PostgreSQL did not finish "
                        + String.join(", ", invalid) + ", as after a create index concurrently that met duplicates";
    }

    /** What to do about it. */
    String remedy() {
        return building.isEmpty()
                ? "Run: " + String.join("; ", statements())
                : "Start again when pg_stat_progress_create_index lists it no more";
    }
}
