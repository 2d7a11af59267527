package io.columnseal.key;

import io.columnseal.KmsUnavailableException;
import java.time.Clock;
import java.util.function.Consumer;

/** Records uses of the KEK that are no part of a change of keys, without having whoever needs a key wait for it. */
final class KekUses {

    private final Consumer<AccessLog.Entry> log;
    private final Clock clock;

    KekUses(Consumer<AccessLog.Entry> log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Starts the entry of a use that happens now. */
    EntryBuilder use(String operation, String kekId, String actor) {
        return entry(operation, actor).kek(kekId);
    }

    /** Starts the entry of something else that happens now. */
    EntryBuilder entry(String operation, String actor) {
        return AccessLog.Entry.of(operation, clock.instant(), actor);
    }

    /** One that failed. A KMS that was not even called was not used: else an outage would fill the log. */
    void recordFailed(EntryBuilder use, Throwable error) {
        if (!(error instanceof KmsUnavailableException unavailable) || unavailable.wasAsked()) {
            record(use.failed(error));
        }
    }

    void record(EntryBuilder use) {
        log.accept(use.build());
    }
}
