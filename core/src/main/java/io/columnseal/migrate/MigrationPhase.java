package io.columnseal.migrate;

import io.columnseal.ConfigurationException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How far the migration of a column is. Each phase is deployed on every node before the next one begins, so that no two
 * phases that are not neighbours run at the same time.
 */
public enum MigrationPhase {
    /** Reads both and writes unsealed, as nodes of an older release do: they must not meet a sealed value. */
    PREPARE,

    /** Reads both and writes sealed. */
    SEAL,

    /**
     * The same, and no node of {@link #PREPARE} runs any more: what is left can be sealed, and nothing that is not sealed is
     * added.
     */
    BACKFILL,

    /** Reads and writes sealed values only: there is no migration. */
    STRICT;

    /** What names of settings begin with; the mapped table and column follow. */
    public static final String SETTING_PREFIX = "columnseal.migration.";

    /** Whether what is not sealed may be read. */
    public boolean readsBoth() {
        return this != STRICT;
    }

    /** Whether values are stored sealed. */
    public boolean seals() {
        return this != PREPARE;
    }

    /**
     * The phase that a setting names, in any case.
     *
     * @param setting its full name, for errors
     * @throws ConfigurationException if it names none
     */
    public static MigrationPhase of(String setting, String value) {
        for (MigrationPhase phase : values()) {
            if (phase.name().equalsIgnoreCase(value.strip())) {
                return phase;
            }
        }
        throw new ConfigurationException(
                setting,
                "must be one of "
                        + Arrays.stream(values())
                                .map(phase -> phase.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
    }
}
