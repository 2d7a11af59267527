package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.kms.Kms;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Changes rows of a store as another node does, or as somebody who edits it and has no key to sign with. */
final class SignedRows {

    private SignedRows() {}

    /** What the product signs the rows of a store with. */
    static StateMac mac(DataKeyStore store, Kms kms) {
        DataKeyRow system = store.findActive(SystemKey.TENANT, KeyUsage.SYSTEM).orElseThrow();
        return StateMac.of(kms.unwrap(
                Objects.requireNonNull(system.wrappedKey()), system.identity().encryptionContext()));
    }

    static void change(DataKeyStore store, KeyId key, KeyState state, Instant at, StateMac mac) {
        DataKeyRow row = store.find(key).orElseThrow();
        DataKeyRow changed = mac.sign(row.changed(state, at, "j.doe", "test"));
        assertThat(store.write(List.of(changed), List.of())).isTrue();
    }
}
