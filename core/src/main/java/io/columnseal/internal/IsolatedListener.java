package io.columnseal.internal;

import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes events on and keeps the listener's own failures away from the operation that caused them. */
public final class IsolatedListener implements SealListener {

    private static final Logger LOG = LoggerFactory.getLogger(SealListener.class);

    private final SealListener listener;

    public IsolatedListener(SealListener listener) {
        this.listener = listener;
    }

    @Override
    public void on(SealEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            // A broken metric must not fail the value that was sealed.
            LOG.warn("A listener failed on {}", event.getClass().getSimpleName(), e);
        }
    }
}
