package io.columnseal.catalogue;

/**
 * Where sealed values lie.
 *
 * @param table as it is written in SQL: qualified and quoted where needed
 * @param column as it is written in SQL
 */
public record ColumnPlace(String table, String column) {

    /** @throws IllegalArgumentException if a name is blank or holds a control character, which the registry cannot store */
    public ColumnPlace {
        requireName("table", table);
        requireName("column", column);
    }

    private static void requireName(String component, String name) {
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(component + " must be a name without control characters");
        }
    }

    /** For messages. */
    @Override
    public String toString() {
        return table + "." + column;
    }
}
