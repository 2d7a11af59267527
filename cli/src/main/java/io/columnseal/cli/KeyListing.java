package io.columnseal.cli;

import io.columnseal.key.KeyInfo;
import java.util.Collection;

/** Keys as they are listed everywhere. */
final class KeyListing {

    private KeyListing() {}

    static Listing of(Collection<KeyInfo> keys) {
        Listing listing = new Listing(
                8,
                "id",
                "tenant",
                "usage",
                "version",
                "state",
                "createdAt",
                "sealCount",
                "kek",
                "suite",
                "createdBy",
                "changedAt",
                "changedBy",
                "reason");
        keys.forEach(key -> listing.add(
                key.id(),
                key.tenant(),
                key.usage(),
                key.version(),
                key.state(),
                key.createdAt(),
                key.sealCount(),
                key.kekId(),
                key.suite(),
                key.createdBy(),
                key.changedAt(),
                key.changedBy(),
                key.reason()));
        return listing;
    }

    /** What is to be done about a row that is none. */
    static String malformed(String id) {
        return "row " + id
                + " of the key table is malformed, since it was edited, and none of its key: restore a backup that"
                + " was made before";
    }
}
