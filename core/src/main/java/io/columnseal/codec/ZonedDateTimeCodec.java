package io.columnseal.codec;

import io.columnseal.InvalidValueException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;

/**
 * Date-times of a time zone: local date-time, offset, and the zone's id as text. The offset tells the two hours of an
 * overlap apart. Frozen by stored data.
 *
 * <p>If the zone's rules have changed since and the stored offset no longer holds then, the instant is kept and the
 * local time follows the new rules: what happened, happened when it did. A zone that this Java runtime does not know is
 * refused, and nothing is changed.
 */
final class ZonedDateTimeCodec implements ValueCodec<ZonedDateTime> {

    private static final String NAME = "zoned-date-time";
    private static final int HEADER_BYTES = 20;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ZonedDateTime> type() {
        return ZonedDateTime.class;
    }

    @Override
    public byte[] encode(ZonedDateTime value) {
        byte[] zone = StrictUtf8.encode(value.getZone().getId(), NAME);
        ByteBuffer encoded = ByteBuffer.allocate(HEADER_BYTES + zone.length);
        JavaTimeCodecs.put(encoded, value.toLocalDateTime());
        JavaTimeCodecs.put(encoded, value.getOffset());
        return encoded.put(zone).array();
    }

    @Override
    public ZonedDateTime decode(byte[] encoded) {
        if (encoded.length <= HEADER_BYTES) {
            throw new InvalidValueException(NAME, "too short for a date-time, an offset and a zone");
        }
        String zoneId = StrictUtf8.decode(Arrays.copyOfRange(encoded, HEADER_BYTES, encoded.length), NAME);
        ByteBuffer header = ByteBuffer.wrap(encoded);
        try {
            LocalDateTime dateTime = JavaTimeCodecs.dateTime(header);
            ZoneOffset offset = JavaTimeCodecs.offset(header);
            ZoneId zone = ZoneId.of(zoneId);
            boolean canonical = zone.getId().equals(zoneId) && (!(zone instanceof ZoneOffset) || zone.equals(offset));
            if (!canonical) {
                throw new InvalidValueException(
                        NAME, "a zone written in another way than its own id, or not its offset");
            }
            return ZonedDateTime.ofInstant(dateTime, offset, zone);
        } catch (DateTimeException e) {
            // Not chained: its message quotes what was stored.
            throw new InvalidValueException(
                    NAME, "out of range, or of a time zone that this Java runtime does not know");
        }
    }
}
