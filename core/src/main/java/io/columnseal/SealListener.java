package io.columnseal;

/**
 * Receives what happens to keys and what is refused: the place where metrics, alerts and audit attach. Called after it
 * took effect and outside every lock, on the thread of the operation or, for keys that are evicted or loaded in the
 * background, on a thread of the key ring, so also on several threads at once; must not block. An exception thrown here
 * is logged and ignored.
 */
@FunctionalInterface
public interface SealListener {

    void on(SealEvent event);
}
