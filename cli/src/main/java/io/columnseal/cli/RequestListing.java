package io.columnseal.cli;

import io.columnseal.key.Approval;
import java.util.Collection;

/** Requests of what takes two people as they are listed everywhere. */
final class RequestListing {

    private RequestListing() {}

    static Listing of(Collection<Approval> requests) {
        Listing listing = new Listing(
                9,
                "id",
                "operation",
                "tenant",
                "key",
                "subject",
                "requestedBy",
                "reason",
                "state",
                "expiresAt",
                "requestedAt",
                "decidedBy");
        requests.forEach(request -> listing.add(
                request.id(),
                request.operation(),
                request.tenant(),
                request.key(),
                request.subject(),
                request.requestedBy(),
                request.reason(),
                request.state(),
                request.expiresAt(),
                request.requestedAt(),
                request.decidedBy()));
        return listing;
    }
}
