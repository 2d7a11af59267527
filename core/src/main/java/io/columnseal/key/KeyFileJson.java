package io.columnseal.key;

import io.columnseal.Storage;
import io.columnseal.Uniqueness;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.cipher.Suite;
import io.columnseal.internal.JsonObject;
import io.columnseal.internal.JsonText;
import io.columnseal.internal.crypto.Sha256;
import io.columnseal.kms.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Key files as JSON, and back, as the table in {@code docs/format.md} has it. Frozen by stored files. The last field is a
 * digest of all others, which finds damage: whether a row is authentic, only its MAC tells.
 */
final class KeyFileJson {

    /** Begins the file, names the version of its layout. */
    private static final String FORMAT = "columnseal-keys/1";

    private static final String END = "\n}\n";

    private KeyFileJson() {}

    static byte[] write(KeyFileContent content) {
        StoreContent store = content.store();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT);
        fields.put("revision", store.revision());
        fields.put("keys", store.keys().stream().map(KeyFileJson::write).toList());
        fields.put("notes", store.notes().stream().map(KeyFileJson::write).toList());
        fields.put(
                "approvals", store.approvals().stream().map(KeyFileJson::write).toList());
        fields.put("columns", store.columns().stream().map(KeyFileJson::write).toList());
        fields.put("nodes", store.nodes().stream().map(KeyFileJson::write).toList());
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("entries", content.log().entries());
        log.put("bytes", content.log().bytes());
        fields.put("log", log);
        String document = JsonText.document(fields);
        String digested = document.substring(0, document.length() - END.length());
        String digest = HexFormat.of().formatHex(Sha256.digest(ascii(digested)));
        return ascii(digested + ",\n  \"digest\": \"" + digest + '"' + END);
    }

    /**
     * Reads what {@link #write} wrote, and nothing else: a file that would not be written again as it is would lose
     * something with the next change.
     *
     * @throws RuntimeException of some kind if it is damaged, edited, or of another version
     */
    static KeyFileContent read(byte[] file) {
        JsonObject fields = JsonObject.parse(new String(file, StandardCharsets.US_ASCII));
        if (!fields.text("format").equals(FORMAT)) {
            throw new IllegalArgumentException("another version of the layout");
        }
        StoreContent store = new StoreContent(
                fields.number("revision"),
                fields.objects("keys").stream().map(KeyFileJson::key).toList(),
                fields.objects("notes").stream().map(KeyFileJson::note).toList(),
                fields.objects("approvals").stream().map(KeyFileJson::approval).toList(),
                fields.objects("columns").stream().map(KeyFileJson::column).toList(),
                fields.objects("nodes").stream().map(KeyFileJson::node).toList());
        JsonObject log = fields.object("log");
        KeyFileContent content =
                new KeyFileContent(store, new KeyFileLog.End(log.number("entries"), log.number("bytes")));
        if (!Arrays.equals(write(content), file)) {
            throw new IllegalArgumentException("not as it was written");
        }
        return content;
    }

    private static Map<String, @Nullable Object> write(StoreContent.Key key) {
        DataKeyRow row = key.row();
        KeyIdentity identity = row.identity();
        WrappedKey wrapped = row.wrappedKey();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", identity.id());
        fields.put("version", identity.version());
        fields.put("keySpec", identity.suite().name());
        fields.put("encryptionContext", identity.encryptionContext().entries());
        fields.put("state", row.state().name());
        fields.put("kekId", wrapped == null ? null : wrapped.kekId());
        fields.put("wrappedKey", wrapped == null ? null : base64(wrapped.bytes()));
        fields.put("recoveryWrappedKey", base64(row.recoveryWrappedKey()));
        fields.put("checkValue", base64(row.checkValue()));
        fields.put("sealCount", row.sealCount());
        fields.put("createdAt", micros(row.createdAt()));
        fields.put("createdBy", row.createdBy());
        fields.put("changedAt", micros(row.changedAt()));
        fields.put("changedBy", row.changedBy());
        fields.put("reason", row.reason());
        fields.put("rowRevision", row.revision());
        fields.put("stateMac", base64(row.stateMac()));
        fields.put("changedInRevision", key.changedAt());
        return fields;
    }

    private static StoreContent.Key key(JsonObject fields) {
        JsonObject context = fields.object("encryptionContext");
        KeyIdentity identity = new KeyIdentity(
                KeyId.parse(fields.text("id")),
                context.text("environment"),
                context.text("tenant"),
                KeyUsage.valueOf(context.text("usage")),
                fields.integer("version"),
                Suite.valueOf(fields.text("keySpec")));
        String kekId = fields.optionalText("kekId");
        DataKeyRow row = new DataKeyRow(
                identity,
                KeyState.valueOf(fields.text("state")),
                kekId == null ? null : new WrappedKey(kekId, fields.bytes("wrappedKey")),
                fields.optionalBytes("recoveryWrappedKey"),
                fields.bytes("checkValue"),
                fields.number("sealCount"),
                instant(fields, "createdAt"),
                fields.text("createdBy"),
                instant(fields, "changedAt"),
                fields.text("changedBy"),
                fields.text("reason"),
                fields.number("rowRevision"),
                fields.optionalBytes("stateMac"));
        return new StoreContent.Key(row, fields.number("changedInRevision"));
    }

    private static Map<String, @Nullable Object> write(KeyNote note) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("keyId", note.key());
        fields.put("kind", note.kind().name());
        fields.put("at", micros(note.at()));
        fields.put("detail", note.detail());
        return fields;
    }

    private static KeyNote note(JsonObject fields) {
        return new KeyNote(
                KeyId.parse(fields.text("keyId")),
                KeyNote.Kind.valueOf(fields.text("kind")),
                instant(fields, "at"),
                fields.text("detail"));
    }

    private static Map<String, @Nullable Object> write(StoredApproval stored) {
        Approval approval = stored.approval();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", approval.id());
        fields.put("operation", approval.operation().name());
        fields.put("tenant", approval.tenant());
        fields.put("keyId", approval.key());
        fields.put("subject", approval.subject());
        fields.put("requestedBy", approval.requestedBy());
        fields.put("requestedAt", micros(approval.requestedAt()));
        fields.put("reason", approval.reason());
        fields.put("expiresAt", micros(approval.expiresAt()));
        fields.put("state", approval.state().name());
        fields.put("decidedBy", approval.decidedBy());
        fields.put("rowRevision", approval.revision());
        fields.put("mac", base64(stored.mac()));
        return fields;
    }

    private static StoredApproval approval(JsonObject fields) {
        String key = fields.optionalText("keyId");
        Approval approval = new Approval(
                fields.text("id"),
                KeyOperation.valueOf(fields.text("operation")),
                fields.optionalText("tenant"),
                key == null ? null : KeyId.parse(key),
                fields.optionalText("subject"),
                fields.text("requestedBy"),
                instant(fields, "requestedAt"),
                fields.text("reason"),
                instant(fields, "expiresAt"),
                Approval.State.valueOf(fields.text("state")),
                fields.optionalText("decidedBy"),
                fields.number("rowRevision"));
        return new StoredApproval(approval, fields.bytes("mac"));
    }

    private static Map<String, @Nullable Object> write(RegisteredColumn column) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("application", column.application());
        fields.put("entity", column.entity());
        fields.put("attribute", column.attribute());
        fields.put("table", column.table());
        fields.put("column", column.column());
        fields.put("context", column.context());
        fields.put("purpose", column.purpose());
        fields.put("codec", column.codec());
        fields.put("storage", column.storage().name());
        fields.put("indexes", column.indexes().stream().map(KeyFileJson::write).toList());
        fields.put(
                "goneIndexes",
                column.goneIndexes().stream().map(KeyFileJson::write).toList());
        fields.put("places", column.places().stream().map(KeyFileJson::write).toList());
        return fields;
    }

    private static RegisteredColumn column(JsonObject fields) {
        return new RegisteredColumn(
                fields.text("application"),
                fields.text("entity"),
                fields.text("attribute"),
                fields.text("table"),
                fields.text("column"),
                fields.text("context"),
                fields.text("purpose"),
                fields.text("codec"),
                Storage.valueOf(fields.text("storage")),
                indexes(fields.objects("indexes")),
                indexes(fields.objects("goneIndexes")),
                fields.objects("places").stream()
                        .map(place -> new ColumnPlace(place.text("table"), place.text("column")))
                        .toList());
    }

    private static Map<String, @Nullable Object> write(ColumnPlace place) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table", place.table());
        fields.put("column", place.column());
        return fields;
    }

    private static Map<String, @Nullable Object> write(IndexColumn index) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", index.name());
        fields.put("column", index.column());
        fields.put("fingerprint", index.fingerprint());
        fields.put("bits", index.bits());
        fields.put("uniqueness", index.uniqueness().name());
        return fields;
    }

    private static List<IndexColumn> indexes(List<JsonObject> indexes) {
        return indexes.stream()
                .map(fields -> new IndexColumn(
                        fields.text("name"),
                        fields.text("column"),
                        fields.text("fingerprint"),
                        fields.integer("bits"),
                        Uniqueness.valueOf(fields.text("uniqueness"))))
                .toList();
    }

    private static Map<String, @Nullable Object> write(StoreContent.Node node) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", node.id());
        fields.put("application", node.application());
        fields.put("revision", node.revision());
        fields.put("beat", node.beat());
        fields.put("heardAt", micros(Instant.ofEpochSecond(0, node.heardAt())));
        return fields;
    }

    private static StoreContent.Node node(JsonObject fields) {
        return new StoreContent.Node(
                fields.text("id"),
                fields.text("application"),
                fields.number("revision"),
                fields.number("beat"),
                ChronoUnit.NANOS.between(Instant.EPOCH, instant(fields, "heardAt")));
    }

    private static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant instant(JsonObject fields, String name) {
        return Instant.parse(fields.text(name));
    }

    private static @Nullable String base64(byte @Nullable [] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
