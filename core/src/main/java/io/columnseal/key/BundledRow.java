package io.columnseal.key;

import static io.columnseal.internal.LengthPrefixed.encode;
import static io.columnseal.internal.LengthPrefixed.number;
import static io.columnseal.internal.LengthPrefixed.octet;
import static io.columnseal.internal.LengthPrefixed.text;

import io.columnseal.cipher.Suite;
import io.columnseal.internal.LengthPrefixed;
import io.columnseal.kms.WrappedKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A key row as bytes: the list of id, environment, tenant, usage, version, suite, state, KEK, wrapped key, check value,
 * creation (when, by whom), last change (when, by whom, why), revision and state MAC. Frozen by bundles that are in use.
 */
final class BundledRow {

    private static final int ELEMENTS = 17;

    private BundledRow() {}

    /** @param row that holds a wrapped key and is authenticated */
    static byte[] encodeRow(DataKeyRow row) {
        KeyIdentity identity = row.identity();
        WrappedKey wrapped = Objects.requireNonNull(row.wrappedKey());
        return encode(
                number(identity.id().value()),
                text(identity.environment()),
                text(identity.tenant()),
                text(identity.usage().name()),
                number(identity.version()),
                octet(identity.suite().id()),
                text(row.state().name()),
                text(wrapped.kekId()),
                wrapped.bytes(),
                row.checkValue(),
                number(EpochMicros.of(row.createdAt())),
                text(row.createdBy()),
                number(EpochMicros.of(row.changedAt())),
                text(row.changedBy()),
                text(row.reason()),
                number(row.revision()),
                Objects.requireNonNull(row.stateMac()));
    }

    /** @throws IllegalArgumentException if it is no such list; whether it is authentic, only its MAC tells */
    static DataKeyRow decodeRow(byte[] encoded) {
        List<byte[]> elements = LengthPrefixed.decode(encoded);
        if (elements.size() != ELEMENTS) {
            throw new IllegalArgumentException("a key has " + ELEMENTS + " elements");
        }
        KeyIdentity identity = new KeyIdentity(
                new KeyId(longAt(elements, 0)),
                textAt(elements, 1),
                textAt(elements, 2),
                KeyUsage.valueOf(textAt(elements, 3)),
                sized(elements, 4, Integer.BYTES).getInt(),
                Suite.ofId(sized(elements, 5, Byte.BYTES).get())
                        .orElseThrow(() -> new IllegalArgumentException("a suite that is not known here")));
        return new DataKeyRow(
                identity,
                KeyState.valueOf(textAt(elements, 6)),
                new WrappedKey(textAt(elements, 7), elements.get(8)),
                null,
                elements.get(9),
                0,
                EpochMicros.toInstant(longAt(elements, 10)),
                textAt(elements, 11),
                EpochMicros.toInstant(longAt(elements, 12)),
                textAt(elements, 13),
                textAt(elements, 14),
                longAt(elements, 15),
                elements.get(16));
    }

    private static long longAt(List<byte[]> elements, int index) {
        return sized(elements, index, Long.BYTES).getLong();
    }

    private static ByteBuffer sized(List<byte[]> elements, int index, int bytes) {
        if (elements.get(index).length != bytes) {
            throw new IllegalArgumentException("element " + index + " has " + bytes + " bytes");
        }
        return ByteBuffer.wrap(elements.get(index));
    }

    /** Malformed UTF-8 becomes another text, which the MAC then does not cover. */
    private static String textAt(List<byte[]> elements, int index) {
        return new String(elements.get(index), StandardCharsets.UTF_8);
    }
}
