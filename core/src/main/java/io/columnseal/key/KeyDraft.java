package io.columnseal.key;

import io.columnseal.Environment;
import io.columnseal.KeyRejectedException;
import io.columnseal.internal.crypto.RandomBytes;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.RecoveryKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that is to be made: it has its id, which the KMS binds to it, while its version is found when it is written.
 */
record KeyDraft(KeyId id, KeyRequest request, Environment environment) {

    static final String GENERATE = "GENERATE";

    /** A draft with a random id. */
    static KeyDraft of(KeyRequest request, Environment environment) {
        long id;
        do {
            id = ByteBuffer.wrap(RandomBytes.next(Long.BYTES)).getLong();
        } while (id == 0);
        return new KeyDraft(new KeyId(id), request, environment);
    }

    /**
     * The version above all that are taken: a malformed row holds its version too.
     *
     * @throws io.columnseal.ColumnSealException if a version was edited so that none can follow it
     */
    int nextVersion(DataKeyStore store) {
        List<MalformedKeyRow> malformed = new ArrayList<>();
        List<DataKeyRow> newestFirst = store.findAll(request.tenant(), request.usage(), malformed::add);
        int taken = Math.max(
                newestFirst.isEmpty() ? 0 : newestFirst.get(0).identity().version(), request.aboveVersion());
        for (MalformedKeyRow row : malformed) {
            if (row.version() == Integer.MAX_VALUE) {
                throw row.rejection();
            }
            taken = Math.max(taken, row.version());
        }
        if (taken == Integer.MAX_VALUE) {
            KeyId edited = taken == request.aboveVersion()
                    ? id
                    : newestFirst.get(0).identity().id();
            throw new KeyRejectedException(edited, "the version before it was edited, no key can follow it", null);
        }
        return taken + 1;
    }

    KeyIdentity identity(int version) {
        return new KeyIdentity(id, environment.name(), request.tenant(), request.usage(), version, request.suite());
    }

    /**
     * The row of the key as it is first written, not yet authenticated.
     *
     * @param recovery wraps the key a second time, or null
     */
    DataKeyRow pending(int version, GeneratedDataKey generated, @Nullable RecoveryKey recovery, Instant now) {
        KeyIdentity identity = identity(version);
        return new DataKeyRow(
                identity,
                KeyState.PENDING,
                generated.wrapped(),
                recovery == null ? null : recovery.wrap(generated.plaintext(), identity.encryptionContext()),
                KeyDerivation.checkValue(generated.plaintext(), identity),
                0,
                now,
                request.actor(),
                now,
                request.actor(),
                request.reason(),
                1,
                null);
    }

    /** The use of the KEK that the written row came from. */
    AccessLog.Entry generation(DataKeyRow pending) {
        return AccessLog.Entry.change(GENERATE, pending).build();
    }
}
