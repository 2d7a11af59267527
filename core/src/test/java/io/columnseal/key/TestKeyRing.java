package io.columnseal.key;

import io.columnseal.SealEvent;
import io.columnseal.cipher.Suite;
import io.columnseal.index.IndexContext;
import io.columnseal.internal.CoarseClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;

/** A ring over keys in memory, with a clock that stands still and a list of what its listener was told. */
public final class TestKeyRing implements AutoCloseable {

    static final Duration TTL = Duration.ofMinutes(5);
    static final Duration HARD_LIMIT = Duration.ofHours(1);

    final InMemoryKeySource source = new InMemoryKeySource();
    final CoarseClock clock = CoarseClock.standing();
    final KeyRing ring;
    private final IndexKeyRing indexes;
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final List<SealEvent> events = new CopyOnWriteArrayList<>();

    /** Loads in the background on the calling thread. */
    public TestKeyRing() {
        this(100, new CallerRuns());
    }

    TestKeyRing(int maximumSize, ExecutorService executor) {
        this(maximumSize, OutageSettings.DEFAULT, executor);
    }

    TestKeyRing(int maximumSize, OutageSettings outages, ExecutorService executor) {
        ring = new KeyRing(
                source, new KeyRingSettings(TTL, HARD_LIMIT, maximumSize), outages, events::add, clock, executor);
        indexes = new IndexKeyRing(ring, clock, wallClock(), new IndexGrace(HARD_LIMIT));
    }

    public KeyRing ring() {
        return ring;
    }

    /** The INDEX keys of the ring. */
    public IndexKeyRing indexes() {
        return indexes;
    }

    public List<SealEvent> events() {
        return events;
    }

    /** How often a key was asked for. */
    public int loads() {
        return source.loads.get();
    }

    /** How often a key was unwrapped. */
    int unwraps() {
        return source.unwraps.get();
    }

    /** The suite of keys made from now on. */
    public TestKeyRing suite(Suite suite) {
        source.suite(suite);
        return this;
    }

    /** Makes a new active key and lets the ring know, as a rotation on this node does. */
    public KeyId rotate(String tenant) {
        LoadedKey key = source.rotate(tenant);
        ring.adopt(key);
        return key.identity().id();
    }

    /** Makes a new INDEX key and lets the ring know, as a rotation on this node does. */
    public KeyId rotateIndex(String tenant) {
        LoadedKey key = rotateIndexElsewhere(tenant);
        ring.adopt(key);
        return key.identity().id();
    }

    /** Makes a new INDEX key that the ring hears of when it loads it. */
    LoadedKey rotateIndexElsewhere(String tenant) {
        return source.rotateIndex(tenant, now);
    }

    /** Puts a key of given bytes beside the others. */
    public KeyId add(long id, String tenant, KeyUsage usage, Suite suite, KeyState state, byte[] dataKey) {
        KeyIdentity identity = new KeyIdentity(new KeyId(id), "test", tenant, usage, 1, suite);
        source.put(identity, state, dataKey);
        return identity.id();
    }

    /** The key that values of a purpose are sealed with, to check the ring's work with another implementation. */
    public byte[] purposeKey(KeyId id, String purpose) {
        LoadedKey key = source.load(id);
        return KeyDerivation.purposeKey(key.dataKey(), key.identity().suite(), purpose);
    }

    /** Sets the wall clock forward while all others stand, as the restore of a snapshot does. */
    public void jumpWallClock(Duration step) {
        clock.jump(step);
    }

    /** The key that values of an index are made with, to check the ring's work with another implementation. */
    public byte[] indexKey(KeyId id, IndexContext index) {
        return KeyDerivation.indexKey(source.load(id).dataKey(), index);
    }

    final InstantSource wallClock() {
        return () -> now;
    }

    void pass(Duration time) {
        clock.advance(time);
        now = now.plus(time);
    }

    <E extends SealEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        ring.close();
    }
}
