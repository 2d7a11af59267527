package io.columnseal.backup;

import static io.columnseal.internal.LengthPrefixed.encode;
import static io.columnseal.internal.LengthPrefixed.number;
import static io.columnseal.internal.LengthPrefixed.octet;
import static io.columnseal.internal.LengthPrefixed.text;

import io.columnseal.Storage;
import io.columnseal.Uniqueness;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.cipher.Suite;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyIdentity;
import io.columnseal.key.KeyNote;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.kms.WrappedKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backup holds, each as one length-prefixed list: the layouts of {@code docs/format.md}, frozen by stored backups.
 * What there is not is the empty element. Reading throws IllegalArgumentException if it is no such list.
 */
final class SnapshotRecords {

    private static final byte[] ABSENT = new byte[0];

    private SnapshotRecords() {}

    static byte[] of(DataKeyRow row) {
        KeyIdentity identity = row.identity();
        WrappedKey wrapped = row.wrappedKey();
        return encode(
                number(identity.id().value()),
                text(identity.environment()),
                text(identity.tenant()),
                text(identity.usage().name()),
                number(identity.version()),
                octet(identity.suite().id()),
                text(row.state().name()),
                wrapped == null ? ABSENT : text(wrapped.kekId()),
                wrapped == null ? ABSENT : wrapped.bytes(),
                optional(row.recoveryWrappedKey()),
                row.checkValue(),
                number(row.sealCount()),
                time(row.createdAt()),
                text(row.createdBy()),
                time(row.changedAt()),
                text(row.changedBy()),
                text(row.reason()),
                number(row.revision()),
                optional(row.stateMac()));
    }

    static DataKeyRow row(RecordReader from) {
        KeyIdentity identity = new KeyIdentity(
                new KeyId(from.number()),
                from.text(),
                from.text(),
                KeyUsage.valueOf(from.text()),
                from.count(),
                suite(from.octet()));
        DataKeyRow row = new DataKeyRow(
                identity,
                KeyState.valueOf(from.text()),
                wrappedKey(from.text(), from.optionalBytes()),
                from.optionalBytes(),
                from.bytes(),
                from.number(),
                from.time(),
                from.text(),
                from.time(),
                from.text(),
                from.text(),
                from.number(),
                from.optionalBytes());
        from.end();
        return row;
    }

    static byte[] of(KeyNote note) {
        return encode(number(note.key().value()), text(note.kind().name()), time(note.at()), text(note.detail()));
    }

    static KeyNote note(RecordReader from) {
        KeyNote note =
                new KeyNote(new KeyId(from.number()), KeyNote.Kind.valueOf(from.text()), from.time(), from.text());
        from.end();
        return note;
    }

    static byte[] of(RegisteredColumn column) {
        List<byte[]> elements = new ArrayList<>(List.of(
                text(column.application()),
                text(column.entity()),
                text(column.attribute()),
                text(column.table()),
                text(column.column()),
                text(column.context()),
                text(column.purpose()),
                text(column.codec()),
                text(column.storage().name())));
        add(elements, column.indexes());
        add(elements, column.goneIndexes());
        if (!column.isInOnePlace()) {
            elements.add(number(column.places().size()));
            column.places().forEach(place -> elements.addAll(List.of(text(place.table()), text(place.column()))));
        }
        return encode(elements.toArray(byte[][]::new));
    }

    static RegisteredColumn column(RecordReader from) {
        RegisteredColumn column = new RegisteredColumn(
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                Storage.valueOf(from.text()),
                indexes(from),
                indexes(from));
        RegisteredColumn placed = from.isAtEnd() ? column : column.in(places(from));
        from.end();
        return placed;
    }

    static byte[] time(Instant time) {
        return number(ChronoUnit.MICROS.between(Instant.EPOCH, time));
    }

    private static void add(List<byte[]> elements, List<IndexColumn> indexes) {
        elements.add(number(indexes.size()));
        for (IndexColumn index : indexes) {
            elements.addAll(List.of(
                    text(index.name()),
                    text(index.column()),
                    text(index.fingerprint()),
                    number(index.bits()),
                    text(index.uniqueness().name())));
        }
    }

    private static List<IndexColumn> indexes(RecordReader from) {
        List<IndexColumn> indexes = new ArrayList<>();
        for (int left = from.count(); left > 0; left--) {
            indexes.add(new IndexColumn(
                    from.text(), from.text(), from.text(), from.count(), Uniqueness.valueOf(from.text())));
        }
        return indexes;
    }

    private static List<ColumnPlace> places(RecordReader from) {
        List<ColumnPlace> places = new ArrayList<>();
        for (int left = from.count(); left > 0; left--) {
            places.add(new ColumnPlace(from.text(), from.text()));
        }
        return places;
    }

    private static Suite suite(byte id) {
        return Suite.ofId(id).orElseThrow(() -> new IllegalArgumentException("no such suite"));
    }

    private static @Nullable WrappedKey wrappedKey(String kekId, byte @Nullable [] wrapped) {
        if (wrapped == null && !kekId.isEmpty()) {
            throw new IllegalArgumentException("a KEK without a wrapped key");
        }
        return wrapped == null ? null : new WrappedKey(kekId, wrapped);
    }

    private static byte[] optional(byte @Nullable [] value) {
        return value == null ? ABSENT : value;
    }
}
