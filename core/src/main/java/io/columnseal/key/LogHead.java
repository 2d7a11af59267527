package io.columnseal.key;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The end of the access log as somebody saw it. Kept elsewhere, it shows whether the log was cut or replaced since.
 *
 * @param sequence number of the last entry, 0 before the first
 * @param mac its MAC; empty before the first, and if the entry has none or is gone
 */
public record LogHead(long sequence, byte[] mac) {

    public LogHead {
        if (sequence < 0) {
            throw new IllegalArgumentException("entries are numbered from 1");
        }
        mac = mac.clone();
    }

    @Override
    public byte[] mac() {
        return mac.clone();
    }

    /** Parses what {@link #toString()} prints. */
    public static LogHead parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("a head of the access log is a number, a colon and hexadecimal digits");
        }
        return new LogHead(
                Long.parseLong(text.substring(0, colon)), HexFormat.of().parseHex(text.substring(colon + 1)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogHead that && sequence == that.sequence && Arrays.equals(mac, that.mac);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(sequence) + Arrays.hashCode(mac);
    }

    /** The number, a colon, and the MAC in hexadecimal digits, for files and logs. */
    @Override
    public String toString() {
        return sequence + ":" + HexFormat.of().formatHex(mac);
    }
}
