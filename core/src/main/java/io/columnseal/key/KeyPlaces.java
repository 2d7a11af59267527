package io.columnseal.key;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which rows of the key table hold what only one can: a version of a tenant and usage, and to be its active key. */
final class KeyPlaces {

    private final Map<KeyId, DataKeyRow> stored;
    private final Map<Place, String> versions = new HashMap<>();
    private final List<MalformedKeyRow> malformed;

    /** @param version 0 for the place of the active key */
    record Place(String tenant, KeyUsage usage, int version) {

        static Place active(DataKeyRow row) {
            return new Place(row.identity().tenant(), row.identity().usage(), 0);
        }

        private static Place of(DataKeyRow row) {
            KeyIdentity identity = row.identity();
            return new Place(identity.tenant(), identity.usage(), identity.version());
        }
    }

    KeyPlaces(Map<KeyId, DataKeyRow> stored, Collection<MalformedKeyRow> malformed) {
        this.stored = stored;
        this.malformed = List.copyOf(malformed);
        stored.forEach((id, row) -> versions.put(Place.of(row), id.toString()));
        for (MalformedKeyRow row : malformed) {
            KeyUsage usage = row.usage();
            if (usage != null) {
                versions.put(new Place(row.tenant(), usage, row.version()), row.id());
            }
        }
    }

    /** The id of the other row that has the version of this one: of a key that was made since, perhaps. */
    Optional<String> takenBy(DataKeyRow row) {
        return Optional.ofNullable(versions.get(Place.of(row)))
                .filter(id -> !id.equals(row.identity().id().toString()));
    }

    /**
     * The ids of those that are active once these rows are written: of two the newer version, unless a row that stays as it
     * is holds the place, be it malformed.
     */
    Map<Place, String> activeAfter(Collection<DataKeyRow> written) {
        Map<KeyId, DataKeyRow> after = new HashMap<>(stored);
        written.forEach(row -> after.put(row.identity().id(), row));
        Map<Place, DataKeyRow> active = new HashMap<>();
        after.values().stream()
                .filter(row -> row.state() == KeyState.ACTIVE)
                .forEach(row -> active.merge(Place.active(row), row, this::thatStaysActive));
        Map<Place, String> ids = new HashMap<>();
        active.forEach((place, row) -> ids.put(place, row.identity().id().toString()));
        for (MalformedKeyRow row : malformed) {
            KeyUsage usage = row.usage();
            if (row.active()
                    && usage != null
                    && row.keyId().filter(after::containsKey).isEmpty()) {
                ids.put(new Place(row.tenant(), usage, 0), row.id());
            }
        }
        return ids;
    }

    /** Rows that are only in the table stay as they are, whatever their version. */
    private DataKeyRow thatStaysActive(DataKeyRow one, DataKeyRow other) {
        if (one.equals(stored.get(one.identity().id()))) {
            return one;
        }
        if (other.equals(stored.get(other.identity().id()))) {
            return other;
        }
        return one.identity().version() > other.identity().version() ? one : other;
    }
}
