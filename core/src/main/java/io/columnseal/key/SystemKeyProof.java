package io.columnseal.key;

import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.KeyRejectedException;
import java.util.Arrays;

/**
 * Proves that the SYSTEM key which a backup brings is the environment's own: by the pin, by whom its wrapping tells of, and by
 * the MAC of its row. Immutable.
 */
final class SystemKeyProof {

    private final Environment environment;
    private final KeyOpener opener;
    private final SystemKeyPin pin;

    /** @param pin what is known of the key */
    SystemKeyProof(Environment environment, KeyOpener opener, SystemKeyPin pin) {
        this.environment = environment;
        this.opener = opener;
        this.pin = pin;
    }

    /** The same for the one key with this pin. */
    SystemKeyProof pinned(SystemKeyPin known) {
        return new SystemKeyProof(environment, opener, known);
    }

    /**
     * Opens the key, which nothing was believed of before.
     *
     * @return 32 bytes that the caller wipes
     * @throws KeyRejectedException if the row is not that of this environment's SYSTEM key
     * @throws ConfigurationException if only a pin could tell, and none is known
     */
    byte[] open(DataKeyRow system) {
        KeyIdentity identity = system.identity();
        if (identity.usage() != KeyUsage.SYSTEM || !identity.tenant().equals(SystemKey.TENANT)) {
            throw rejected(system, "it is in the place of the SYSTEM key and is none");
        }
        if (!identity.environment().equals(environment.name())) {
            throw rejected(
                    system,
                    "the backup belongs to the environment " + identity.environment() + " and not to " + environment);
        }
        if (pin.excludes(system)) {
            throw rejected(
                    system,
                    "it is not the SYSTEM key that " + SystemKeyPin.SETTING
                            + " pins: this is the backup of another key table, or somebody planted it");
        }
        if (!pin.isKnown() && opener.needsPin()) {
            throw SystemKeyPin.missingForRestore();
        }
        byte[] systemKey = opener.open(system);
        StateMac own = StateMac.of(systemKey);
        try {
            own.requireVerified(system);
            return systemKey;
        } catch (RuntimeException e) {
            Arrays.fill(systemKey, (byte) 0);
            throw e;
        } finally {
            own.wipe();
        }
    }

    private static KeyRejectedException rejected(DataKeyRow row, String problem) {
        return new KeyRejectedException(row.identity().id(), problem, null);
    }
}
