package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.columnseal.Environment;
import io.columnseal.cipher.Suite;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.LocalKms;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

class KeyUnwrapperTest {

    private final LocalKms kms = LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    @Test
    void anAccessLogThatFailsWithholdsNoKey() {
        List<AccessLog.Entry> tried = new ArrayList<>();
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        EntryQueue queue = new EntryQueue(
                entries -> {
                    tried.addAll(entries);
                    throw new IllegalStateException("full");
                },
                () -> true,
                later,
                Clock.systemUTC());
        KekUses uses = new KekUses(queue::add, Clock.systemUTC());
        KeyDraft draft = KeyDraft.of(
                new KeyRequest("clinic-1", KeyUsage.FIELD, Suite.AES_256_GCM, "test", "test", KeyOperation.INITIALIZE),
                Environment.TEST);
        GeneratedDataKey generated = kms.generateDataKey(draft.identity(1).encryptionContext());
        DataKeyRow row = draft.pending(1, generated, null, Instant.EPOCH);

        assertThat(new KeyUnwrapper(KmsRouting.common(kms), uses, Environment.TEST).unwrap(row, "test"))
                .isEqualTo(generated.plaintext());
        queue.flush();
        later.shutdownNow();
        assertThat(tried)
                .extracting(AccessLog.Entry::operation, AccessLog.Entry::success)
                .containsExactly(tuple("UNWRAP", true));
    }
}
