package io.columnseal.audit;

import io.columnseal.key.AccessLog;
import io.columnseal.key.LoggedEntry;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the access log as one line of JSON, with everything that its MAC covers, in the order of the table. What an
 * entry does not have is left out. For sinks that write files, and the form of archives.
 */
public final class JsonLine {

    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder json = new StringBuilder("{");

    private JsonLine() {}

    /** The line, without its end. */
    public static String of(LoggedEntry logged) {
        AccessLog.Entry entry = logged.entry();
        return new JsonLine()
                .raw("sequence", logged.sequence())
                .text("time", entry.time())
                .text("operation", entry.operation())
                .raw("success", entry.success())
                .raw("occurrences", entry.occurrences())
                .text("actor", entry.actor())
                .text("origin", entry.origin())
                .text("keyId", entry.keyId())
                .raw("keyVersion", entry.keyVersion())
                .text("previousKeyId", entry.previousKeyId())
                .raw("previousVersion", entry.previousVersion())
                .text("kekId", entry.kekId())
                .text("previousKekId", entry.previousKekId())
                .text("tenant", entry.tenant())
                .text("context", entry.context())
                .text("reason", entry.reason())
                .text("backup", entry.backup())
                .text("error", entry.error())
                .bytes("previousMac", logged.previousMac())
                .text("macKeyId", logged.macKey())
                .bytes("mac", logged.mac())
                .end();
    }

    private JsonLine text(String name, @Nullable Object value) {
        return value == null ? this : raw(name, '"' + escaped(value.toString()) + '"');
    }

    private JsonLine bytes(String name, byte @Nullable [] value) {
        return value == null ? this : text(name, HEX.formatHex(value));
    }

    private JsonLine raw(String name, @Nullable Object value) {
        if (value != null) {
            json.append(json.length() == 1 ? "\"" : ",\"")
                    .append(name)
                    .append("\":")
                    .append(value);
        }
        return this;
    }

    private String end() {
        return json.append('}').toString();
    }

    /** A text between quotes: on one line, in ASCII. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                escaped.append("\\u").append(HEX.toHexDigits(c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
