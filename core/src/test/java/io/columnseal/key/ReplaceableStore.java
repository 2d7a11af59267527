package io.columnseal.key;

import io.columnseal.KeyStoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A store in whose place another one may be put, as when a backup is restored, or none, as when it is down. */
final class ReplaceableStore {

    private DataKeyStore store;
    private boolean down;
    private int refused;

    ReplaceableStore(DataKeyStore store) {
        this.store = store;
    }

    void replaceWith(DataKeyStore other) {
        store = other;
    }

    void goDown() {
        down = true;
    }

    void comeUp() {
        down = false;
    }

    /** How many look-ups of keys found it down. */
    int refused() {
        return refused;
    }

    DataKeyStore store() {
        return (DataKeyStore) Proxy.newProxyInstance(
                DataKeyStore.class.getClassLoader(),
                new Class<?>[] {DataKeyStore.class},
                (proxy, method, arguments) -> {
                    if (down) {
                        refused += method.getName().startsWith("find") ? 1 : 0;
                        throw new KeyStoreUnavailableException(method.getName(), null);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
