package io.columnseal.key;

import io.columnseal.internal.JsonObject;
import io.columnseal.internal.JsonText;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries of the access log as lines of JSON, and back. Frozen by archives and by files of {@link FileDataKeyStore}. */
final class EntryJson {

    private static final HexFormat HEX = HexFormat.of();

    private EntryJson() {}

    static String write(LoggedEntry logged) {
        AccessLog.Entry entry = logged.entry();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("sequence", logged.sequence());
        fields.put("time", entry.time());
        fields.put("operation", entry.operation());
        fields.put("success", entry.success());
        fields.put("occurrences", entry.occurrences());
        fields.put("actor", entry.actor());
        fields.put("origin", entry.origin());
        fields.put("keyId", entry.keyId());
        fields.put("keyVersion", entry.keyVersion());
        fields.put("previousKeyId", entry.previousKeyId());
        fields.put("previousVersion", entry.previousVersion());
        fields.put("kekId", entry.kekId());
        fields.put("previousKekId", entry.previousKekId());
        fields.put("tenant", entry.tenant());
        fields.put("context", entry.context());
        fields.put("reason", entry.reason());
        fields.put("backup", entry.backup());
        fields.put("error", entry.error());
        fields.put("previousMac", hex(logged.previousMac()));
        fields.put("macKeyId", logged.macKey());
        fields.put("mac", hex(logged.mac()));
        return JsonText.line(fields);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws RuntimeException of some kind if it is no such line
     */
    static LoggedEntry read(String line) {
        JsonObject fields = JsonObject.parse(line);
        AccessLog.Entry entry = new AccessLog.Entry(
                Instant.parse(fields.text("time")),
                fields.text("operation"),
                fields.bool("success"),
                fields.integer("occurrences"),
                fields.text("actor"),
                fields.optionalText("origin"),
                keyId(fields.optionalText("keyId")),
                fields.optionalInteger("keyVersion"),
                keyId(fields.optionalText("previousKeyId")),
                fields.optionalInteger("previousVersion"),
                fields.optionalText("kekId"),
                fields.optionalText("previousKekId"),
                fields.optionalText("tenant"),
                fields.optionalText("context"),
                fields.optionalText("reason"),
                fields.optionalText("backup"),
                fields.optionalText("error"));
        return new LoggedEntry(
                fields.number("sequence"),
                entry,
                bytes(fields.optionalText("previousMac")),
                keyId(fields.optionalText("macKeyId")),
                bytes(fields.optionalText("mac")));
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HEX.formatHex(bytes);
    }

    private static byte @Nullable [] bytes(@Nullable String hex) {
        return hex == null ? null : HEX.parseHex(hex);
    }

    private static @Nullable KeyId keyId(@Nullable String hex) {
        return hex == null ? null : KeyId.parse(hex);
    }
}
