package io.columnseal.internal;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/** Runs an action after every restore that CRaC announces. The only class that needs {@code org.crac}. */
final class CracResource implements Resource {

    private volatile Runnable action;

    private CracResource(Runnable action) {
        this.action = action;
    }

    static CracResource register(Runnable action) {
        CracResource resource = new CracResource(action);
        Core.getGlobalContext().register(resource);
        return resource;
    }

    void cancel() {
        action = () -> {};
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        // What was drawn until then is dropped when it is known to have been copied.
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        action.run();
    }
}
