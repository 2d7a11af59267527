package io.columnseal;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every KMS and the key store that were handed over for good, to be closed with the instance, or when there is none. */
record OwnedParts(List<AutoCloseable> parts) {

    private static final Logger LOG = LoggerFactory.getLogger(OwnedParts.class);

    OwnedParts {
        parts = List.copyOf(parts);
    }

    /** Closes all, also if one does not. */
    void close() {
        parts.forEach(OwnedParts::close);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            // Its type is enough: a driver's message may quote a URL with its password
            LOG.warn(
                    "Could not close {}: {}",
                    part.getClass().getName(),
                    e.getClass().getName());
        }
    }
}
