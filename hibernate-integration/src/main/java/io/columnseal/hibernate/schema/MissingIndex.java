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
        String kind = column.unique() ? "unique database index" : "database index";
        String stored = column.unique() ? "equal values may be stored" : "lookups read the whole table";
        if (!building.isEmpty()) {
            return "has no valid " + kind + " yet, so " + stored + ": PostgreSQL is building "
                    + String.join(", ", building);
        }
        if (!invalid.isEmpty()) {
            return "has no valid " + kind + ", so " + stored + ": PostgreSQL did not finish "
                    + String.join(", ", invalid) + ", as after a create index concurrently that "
                    + (column.unique() ? "met duplicates" : "failed");
        }
        return column.unique()
                ? "has no unique database index, so equal values would be stored"
                : "has no database index that begins with it, so " + stored;
    }

    /** What to do about it. */
    String remedy() {
        return building.isEmpty()
                ? "Run: " + String.join("; ", statements())
                : "Start again when pg_stat_progress_create_index lists it no more";
    }
}
