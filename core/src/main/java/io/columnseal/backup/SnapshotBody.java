package io.columnseal.backup;

import static io.columnseal.internal.LengthPrefixed.encode;
import static io.columnseal.internal.LengthPrefixed.number;
import static io.columnseal.internal.LengthPrefixed.text;

import io.columnseal.key.KeySnapshot;
import io.columnseal.key.LogHead;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What is sealed in a backup: a manifest, then the records that it counts, one behind the other. Frozen. */
final class SnapshotBody {

    private SnapshotBody() {}

    static byte[] write(KeySnapshot snapshot) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<byte[]> manifest = new ArrayList<>(List.of(
                SnapshotRecords.time(snapshot.takenAt()),
                text(snapshot.environment()),
                text(snapshot.kekId()),
                number(snapshot.logHead().sequence()),
                snapshot.logHead().mac(),
                number(snapshot.rows().size()),
                number(snapshot.notes().size()),
                number(snapshot.columns().size())));
        snapshot.leftOut().forEach(id -> manifest.add(text(id)));
        body.writeBytes(encode(manifest.toArray(byte[][]::new)));
        snapshot.rows().forEach(row -> body.writeBytes(SnapshotRecords.of(row)));
        snapshot.notes().forEach(note -> body.writeBytes(SnapshotRecords.of(note)));
        snapshot.columns().forEach(column -> body.writeBytes(SnapshotRecords.of(column)));
        return body.toByteArray();
    }

    /** @throws IllegalArgumentException if it is no such body, or anything is missing or left over */
    static KeySnapshot read(byte[] body) {
        ByteBuffer bytes = ByteBuffer.wrap(body);
        RecordReader manifest = new RecordReader(bytes);
        Instant takenAt = manifest.time();
        String environment = manifest.text();
        String kekId = manifest.text();
        LogHead head = new LogHead(manifest.number(), manifest.bytes());
        int rows = manifest.count();
        int notes = manifest.count();
        int columns = manifest.count();
        List<String> leftOut = new ArrayList<>();
        while (!manifest.isAtEnd()) {
            leftOut.add(manifest.text());
        }
        manifest.end();
        KeySnapshot snapshot = new KeySnapshot(
                takenAt,
                environment,
                kekId,
                head,
                records(rows, bytes, SnapshotRecords::row),
                records(notes, bytes, SnapshotRecords::note),
                records(columns, bytes, SnapshotRecords::column),
                leftOut);
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException("something follows the last record");
        }
        return snapshot;
    }

    private static <T> List<T> records(int count, ByteBuffer bytes, Function<RecordReader, T> read) {
        List<T> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(read.apply(new RecordReader(bytes)));
        }
        return records;
    }
}
