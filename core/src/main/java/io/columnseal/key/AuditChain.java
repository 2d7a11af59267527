package io.columnseal.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Links the entries that this node writes, once the SYSTEM key is known. Remembers the last of them, which shows at once
 * if the log ends before it one day. Safe for use by many threads.
 */
final class AuditChain implements AccessLogChain, EntryAuthenticator {

    private final AtomicReference<@Nullable AuditMac> mac = new AtomicReference<>();
    private LogHead seen = new LogHead(0, new byte[0]);
    private @Nullable LogHead lost;

    /** Several threads may verify the SYSTEM key at once: one result is kept. */
    void open(AuditMac auditMac) {
        if (!mac.compareAndSet(null, auditMac)) {
            auditMac.wipe();
        }
    }

    boolean isOpen() {
        return mac.get() != null;
    }

    @Override
    public List<LoggedEntry> link(LogHead previous, List<AccessLog.Entry> entries) {
        AuditMac key = Objects.requireNonNull(mac.get(), "the SYSTEM key is not known yet");
        compareWithSeen(previous);
        List<LoggedEntry> linked = new ArrayList<>(entries.size());
        LogHead head = previous;
        for (AccessLog.Entry entry : entries) {
            LoggedEntry next = key.link(head, entry);
            linked.add(next);
            head = next.head();
        }
        return linked;
    }

    /** Whatever this node has seen committed must be there still, since it is called while nobody else appends. */
    private synchronized void compareWithSeen(LogHead previous) {
        if (previous.sequence() < seen.sequence() || previous.sequence() == seen.sequence() && !previous.equals(seen)) {
            lost = seen;
            seen = previous;
        }
    }

    /** The last entry that this node has written, if it was found to be gone since this was last asked. */
    synchronized @Nullable LogHead takeLost() {
        LogHead taken = lost;
        lost = null;
        return taken;
    }

    /** Notes how far the log reaches, now that this is committed. */
    synchronized void committed(List<LoggedEntry> entries) {
        LogHead last = entries.get(entries.size() - 1).head();
        if (last.sequence() > seen.sequence()) {
            seen = last;
        }
    }

    @Override
    public Verdict check(LoggedEntry entry) {
        AuditMac key = mac.get();
        if (entry.mac() == null) {
            return Verdict.UNLINKED;
        }
        if (key == null || entry.macKey() != null && !key.made(entry)) {
            return Verdict.OTHER_KEY;
        }
        return key.verifies(entry) ? Verdict.AUTHENTIC : Verdict.EDITED;
    }

    void close() {
        AuditMac key = mac.get();
        if (key != null) {
            key.wipe();
        }
    }
}
