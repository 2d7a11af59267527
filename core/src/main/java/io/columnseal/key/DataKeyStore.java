package io.columnseal.key;

import io.columnseal.KeyStoreException;
import io.columnseal.catalogue.ColumnRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where key rows live. Every method is its own transaction, committed when it returns, on connections that the
 * application's transactions do not use: a rollback of theirs cannot lose a key, and a full pool of theirs cannot
 * block one. Reads see every write that returned on any node (never a read replica).
 *
 * <p>Rows are never deleted, by no method here and by nobody else, whatever their state: what is missing cannot be told
 * from a key that stored values or indexes still need.
 *
 * <p>Tenants are compared byte by byte. A store neither verifies nor unwraps keys. Safe for use by many threads; every
 * method may throw {@link KeyStoreException}. {@code DataKeyStoreContract} of {@code columnseal-test} holds an
 * implementation to this.
 */
public interface DataKeyStore extends AutoCloseable {

    /**
     * Checks that the store is there, or creates its tables if it was told to, and that they are of the schema version
     * this library knows. Writes no key.
     */
    void verify();

    Optional<DataKeyRow> find(KeyId id);

    /**
     * All keys of a tenant and usage in every state, newest version first.
     *
     * @param malformed told of each row of theirs that was edited so that it is none
     */
    List<DataKeyRow> findAll(String tenant, KeyUsage usage, Consumer<MalformedKeyRow> malformed);

    /**
     * The same for whoever cannot do without one of them.
     *
     * @throws io.columnseal.ColumnSealException if one of their rows was edited so that it is none
     */
    default List<DataKeyRow> findAll(String tenant, KeyUsage usage) {
        return findAll(tenant, usage, row -> {
            throw row.rejection();
        });
    }

    /** The active key of a tenant and usage, found by the slot that only one key can hold. */
    Optional<DataKeyRow> findActive(String tenant, KeyUsage usage);

    /**
     * Rows of every tenant, usage and state, in the order of their ids as unsigned numbers: a walk over all keys, begun
     * with null and continued where each page {@linkplain KeyPage#next() says} until one is the last. Keys that are made meanwhile may or
     * may not be met; those that were there before are, each once.
     *
     * <p>A row that was edited so that it is none stops no walk: it is given as {@linkplain KeyPage#malformed() such}, at
     * least once, and a walk that met one is not to be called complete.
     *
     * @param after where the page before says that the walk goes on, or null for the first page
     * @param limit how many rows at most, malformed ones included, at least 1
     */
    KeyPage page(@Nullable KeyId after, int limit);

    /**
     * Does this with every row that {@link #page} finds, without holding more than a page of them.
     *
     * @param malformed told of each row that is none, once: whoever reports of the walk names it there
     */
    default void forEach(Consumer<DataKeyRow> action, Consumer<MalformedKeyRow> malformed) {
        Set<MalformedKeyRow> told = new HashSet<>();
        KeyId next = null;
        do {
            KeyPage page = page(next, 500);
            page.rows().forEach(action);
            page.malformed().stream().filter(told::add).forEach(malformed);
            next = page.next();
        } while (next != null);
    }

    /**
     * Writes all rows and log entries, or nothing: a row of revision 1 is inserted, any other one replaces the row of
     * the same id and the revision before. What a replacement cannot change stays as stored, whatever the row says:
     * identity, check value, creation, and the seal count, which nodes count up meanwhile.
     * Counts {@link #revision()} up.
     *
     * @param entries what the access log says of this change, recorded with it
     * @param chain links the entries, in this transaction
     * @return false if nothing was written because somebody else was first: a row's previous revision is no longer the
     *     stored one, its id, or its tenant, usage and version exist already, or another key of its tenant and usage is
     *     active
     */
    boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain);

    /** The same with entries that are linked by the chain of the store, if it has one, and else to nothing. */
    default boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> entries) {
        return write(rows, entries, AccessLogChain.NONE);
    }

    /**
     * Writes rows as they come from a backup, and log entries, or nothing. Other than with {@link #write}, rows have any
     * revision and replace what is stored as a whole: identity, check value, creation and seal count as well.
     * Counts {@link #revision()} up.
     *
     * @param entries what the access log says of this, recorded with it
     * @param chain links the entries, in this transaction
     * @return false if nothing was written because the table is not as it is expected: a row of an id is there that should
     *     not, or is not of the revision that it should be, or two rows have one tenant, usage and version, or two keys of
     *     one tenant and usage would be active
     */
    boolean restore(List<RestoredRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain);

    /**
     * Counts seals before they are made, in the row's seal count, which nothing else changes; no revision moves.
     *
     * @param limit what the count must not exceed
     * @return the count afterwards; empty if nothing was counted, since the key is not the active one of its tenant and
     *     usage or the limit would be exceeded
     */
    OptionalLong reserveSeals(KeyId id, long seals, long limit);

    /**
     * Takes seals back that were counted and will never be made, unless the count is another one by now: it may be that of a
     * backup, which they are not in, or one that was raised to have the key replaced. No revision moves. A store that cannot
     * do this in one step does nothing.
     *
     * @param counted what {@link #reserveSeals} returned when it counted the last of them
     */
    default void returnSeals(KeyId id, long seals, long counted) {}

    /** Counts every {@link #write}; by polling it, nodes notice that some key changed. */
    long revision();

    /**
     * The keys whose rows were written after a revision, each with the state it has now; hardly more than {@link
     * #revision()} to ask for while there are none. Whoever asks again with the revision that this returns misses none,
     * though he may get some twice.
     */
    KeyChanges changesSince(long revision);

    /**
     * Whether the store holds no key that could ever be used: none, or only {@link KeyState#PENDING} ones, which nodes
     * left behind that stopped in their very first start.
     */
    boolean isEmpty();

    /** The columns that were ever sealed with the keys of this store. */
    ColumnRegistry columns();

    /** The processes that seal with the keys of this store. */
    NodeRegistry nodes();

    /** Where everything is recorded that changes no key. */
    AccessLog accessLog();

    /** What is remembered of keys beside their rows. */
    KeyNotes notes();

    /** Requests to do what takes two people. */
    ApprovalStore approvals();

    /** What this store knows of the SYSTEM key from elsewhere than its rows: nothing, unless it says otherwise. */
    default SystemKeyPin systemKeyPin() {
        return SystemKeyPin.NONE;
    }

    /** Releases what this store opened itself, never a DataSource that was given to it. Closing again does nothing. */
    @Override
    default void close() {}
}
