package io.columnseal.internal;

import org.jspecify.annotations.Nullable;

/**
 * Runs an action whenever this process was restored from a CRaC snapshot, if the library {@code org.crac} is there, until
 * it is closed. Must be held as long: CRaC forgets what nobody else holds.
 */
public final class RestoreNotice implements AutoCloseable {

    private final @Nullable CracResource resource;

    /** @param action must not throw: a process that it fails in is not restored */
    public RestoreNotice(Runnable action) {
        this.resource = registered(action);
    }

    @Override
    public void close() {
        if (resource != null) {
            resource.cancel();
        }
    }

    private static @Nullable CracResource registered(Runnable action) {
        try {
            return CracResource.register(action);
        } catch (NoClassDefFoundError e) {
            // The library is optional; without it the facade's method and the wall clock remain.
            return null;
        }
    }
}
