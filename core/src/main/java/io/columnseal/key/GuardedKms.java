package io.columnseal.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.columnseal.internal.CoarseClock;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A KMS with a {@link KekGuard} for each KEK: one that does not answer keeps nobody from using the others. */
final class GuardedKms implements Kms {

    /** More than anybody has; which KEK a key needs is read from rows that somebody may have edited. */
    private static final int MAXIMUM_KEKS = 10_000;

    private final Kms kms;
    private final OutageSettings settings;
    private final CoarseClock clock;
    private final Consumer<Duration> sleep;
    private final Cache<String, KekGuard> guards = Caffeine.newBuilder()
            .maximumSize(MAXIMUM_KEKS)
            .executor(Runnable::run)
            .build();

    GuardedKms(Kms kms, OutageSettings settings, CoarseClock clock) {
        this(kms, settings, clock, clock::sleep);
    }

    /** @param sleep lets the calling thread wait */
    GuardedKms(Kms kms, OutageSettings settings, CoarseClock clock, Consumer<Duration> sleep) {
        this.kms = kms;
        this.settings = kms.repeats() ? settings.withAttempts(1) : settings;
        this.clock = clock;
        this.sleep = sleep;
    }

    @Override
    public String kekId() {
        return kms.kekId();
    }

    @Override
    public GeneratedDataKey generateDataKey(EncryptionContext context) {
        return guard(kms.kekId()).call(() -> kms.generateDataKey(context));
    }

    @Override
    public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
        return guard(kms.kekId()).call(() -> kms.wrap(dataKey, context));
    }

    @Override
    public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
        return guard(wrappedKey.kekId()).call(() -> kms.unwrap(wrappedKey, context));
    }

    @Override
    public WrappedKey rewrap(WrappedKey wrappedKey, EncryptionContext context) {
        return guard(wrappedKey.kekId()).call(() -> kms.rewrap(wrappedKey, context));
    }

    @Override
    public boolean knows(String kekId) {
        return kms.knows(kekId);
    }

    @Override
    public boolean isSameKek(String kekId, String other) {
        return kms.isSameKek(kekId, other);
    }

    @Override
    public boolean authenticates() {
        return kms.authenticates();
    }

    /** Up to the setting, where the KMS does not. */
    @Override
    public boolean repeats() {
        return true;
    }

    /** Not guarded: it is asked to find out what is wrong. */
    @Override
    public KekDescription describe() {
        return kms.describe();
    }

    /** KEKs that are left alone now. */
    List<Outage> outages() {
        return guards.asMap().values().stream()
                .map(KekGuard::outage)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether the current KEK is left alone now. */
    Optional<Outage> outage() {
        return Optional.ofNullable(guards.getIfPresent(kms.kekId())).flatMap(KekGuard::outage);
    }

    @Override
    public void close() {
        kms.close();
    }

    private KekGuard guard(String kekId) {
        return guards.get(kekId, id -> new KekGuard(id, settings, clock, sleep));
    }
}
