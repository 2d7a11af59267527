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
}
