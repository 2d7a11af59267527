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

    /** More of them nobody reads, nor has an entry of the access log room for. */
    private static final int MAX_NAMES_LENGTH = 120;

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
        return all.length() <= MAX_NAMES_LENGTH ? all : names.size() + " with SHA-256 " + digest(all);
    }

    /**
     * As an entry of the access log holds it: of one that is too long the beginning and a digest of all, so that the log says
     * what was agreed to even where the request is gone.
     *
     * @param before what stands before it in the entry
     */
    static String recorded(String before, String subject) {
        if (before.length() + subject.length() <= EntryBuilder.MAX_TEXT) {
            return before + subject;
        }
        String digest = "… with SHA-256 " + digest(subject);
        String all = before + subject;
        return all.substring(0, EntryBuilder.MAX_TEXT - digest.length()) + digest;
    }

    /**
     * One value or file of a context. The digest tells nothing of the plaintext, since a random nonce or salt is in what it is
     * of.
     */
    static String sealed(String context, byte[] sealed) {
        return context + " with SHA-256 " + HexFormat.of().formatHex(Sha256.digest(sealed));
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
