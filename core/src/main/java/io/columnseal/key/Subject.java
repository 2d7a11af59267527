package io.columnseal.key;

import io.columnseal.internal.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What operations are about beside tenant and key: one line of text, equal whenever the same is to be done, that whoever
 * approves can read.
 */
final class Subject {

    static final int MAX_LENGTH = 1000;

    /** More of them nobody reads. */
    private static final int MAX_NAMES_LENGTH = 500;

    /** A {@link KeyOperation#BACKUP} has one only where it is named, or removes some. */
    private static final Set<KeyOperation> NEEDED = EnumSet.of(
            KeyOperation.RESTORE,
            KeyOperation.REWRAP,
            KeyOperation.COMPROMISE_KEK,
            KeyOperation.FORGET_COLUMN,
            KeyOperation.OPEN_VALUE,
            KeyOperation.OPEN_FILE,
            KeyOperation.ARCHIVE_LOG);

    private Subject() {}

    static boolean isNeededFor(KeyOperation operation) {
        return NEEDED.contains(operation);
    }

    /** Names in their order; of too many to be read, the number and a digest of all. */
    static String names(Collection<?> names) {
        String all = names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
        return all.length() <= MAX_NAMES_LENGTH
                ? all
                : names.size() + " with SHA-256 "
                        + HexFormat.of().formatHex(Sha256.digest(all.getBytes(StandardCharsets.UTF_8)));
    }
}
