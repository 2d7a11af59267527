package io.columnseal;

/**
 * Receives what happens to keys and what is refused: the place where metrics, alerts and audit attach. Called on the
 * thread of the operation, after it took effect and outside every lock; must not block. An exception thrown here is
 * logged and ignored.
 */
@FunctionalInterface
public interface SealListener {

    void on(SealEvent event);
}
