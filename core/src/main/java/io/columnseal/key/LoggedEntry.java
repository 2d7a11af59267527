package io.columnseal.key;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the access log as stored: not to be believed before it is verified.
 *
 * @param sequence its number, from 1
 * @param previousMac MAC of the entry before; empty if there is none; null if the entry was never linked
 * @param macKey the SYSTEM key that its MAC comes from
 * @param mac authenticates all of this
 */
public record LoggedEntry(
        long sequence,
        AccessLog.Entry entry,
        byte @Nullable [] previousMac,
        @Nullable KeyId macKey,
        byte @Nullable [] mac) {

    private static final byte[] NONE = new byte[0];

    /** In place of what no writer of this library can have stored. Its MAC tells the same. */
    private static final String MALFORMED = "MALFORMED";

    // Written out because NullAway does not see a compact constructor's nullable arrays
    public LoggedEntry(
            long sequence,
            AccessLog.Entry entry,
            byte @Nullable [] previousMac,
            @Nullable KeyId macKey,
            byte @Nullable [] mac) {
        if (sequence < 1) {
            throw new IllegalArgumentException("entries are numbered from 1");
        }
        this.sequence = sequence;
        this.entry = entry;
        this.previousMac = copy(previousMac);
        this.macKey = macKey;
        this.mac = copy(mac);
    }

    /** Stands for an entry that was edited beyond recognition, which must not stop the others from being verified. */
    static LoggedEntry malformed(long sequence, byte @Nullable [] previousMac, byte @Nullable [] mac) {
        AccessLog.Entry entry =
                AccessLog.Entry.of(MALFORMED, Instant.EPOCH, MALFORMED).build();
        return new LoggedEntry(sequence, entry, previousMac, null, mac);
    }

    @Override
    public byte @Nullable [] previousMac() {
        return copy(previousMac);
    }

    @Override
    public byte @Nullable [] mac() {
        return copy(mac);
    }

    /** The log as it ends with this entry. */
    public LogHead head() {
        return new LogHead(sequence, mac == null ? NONE : mac);
    }

    /** This entry as one line of JSON in ASCII, without its end: the line of archives and of {@link FileDataKeyStore}. */
    public String toJson() {
        return EntryJson.write(this);
    }

    LoggedEntry withMac(byte[] tag) {
        return new LoggedEntry(sequence, entry, previousMac, macKey, tag);
    }

    private static byte @Nullable [] copy(byte @Nullable [] bytes) {
        return bytes == null ? null : bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LoggedEntry that
                && sequence == that.sequence
                && entry.equals(that.entry)
                && Arrays.equals(previousMac, that.previousMac)
                && Objects.equals(macKey, that.macKey)
                && Arrays.equals(mac, that.mac);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence);
    }

    @Override
    public String toString() {
        return "LoggedEntry[" + sequence + ", " + entry.operation() + "]";
    }
}
