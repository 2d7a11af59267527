package io.columnseal.key;

import io.columnseal.ConfigurationException;
import java.util.List;

/** The {@link Keys} of a development environment that has encryption switched off: there are none. */
public final class SwitchedOffKeys implements Keys {

    @Override
    public KeyInfo initialize(String tenant, String actor) {
        throw refused();
    }

    @Override
    public KeyInfo rotate(String tenant, String actor, String reason) {
        throw refused();
    }

    @Override
    public KeyInfo rotateIndex(String tenant, String actor, String reason) {
        throw refused();
    }

    @Override
    public List<KeyInfo> indexHistory(String tenant) {
        throw refused();
    }

    @Override
    public List<KeyInfo> history(String tenant) {
        throw refused();
    }

    @Override
    public KeyInfo info(KeyId id) {
        throw refused();
    }

    private static ConfigurationException refused() {
        return new ConfigurationException("columnseal.enabled", "is false, so there are no keys");
    }
}
