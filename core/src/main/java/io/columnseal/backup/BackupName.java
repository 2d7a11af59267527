package io.columnseal.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** Names of backups: given by somebody, or made of the time, so that they sort by it. */
final class BackupName {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern TIMESTAMPED = Pattern.compile("keys-\\d{8}T\\d{6}\\.\\d{6}Z");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private BackupName() {}

    static String at(Instant time) {
        return "keys-" + TIME.format(time);
    }

    /** Whether the library made it, so that it may remove the backup as well. */
    static boolean isTimestamped(String name) {
        return TIMESTAMPED.matcher(name).matches();
    }

    /** @throws IllegalArgumentException if it could leave the directory or is no name of a file everywhere */
    static String require(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a backup's name has 1 to 100 letters, digits, dots, dashes and underscores, and begins with one of"
                            + " the first two");
        }
        return name;
    }
}
