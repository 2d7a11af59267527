package io.columnseal.audit;

import io.columnseal.audit.AuditFinding.Kind;
import io.columnseal.key.AccessLog;
import io.columnseal.key.EntryAuthenticator;
import io.columnseal.key.EntryAuthenticator.Verdict;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.LogHead;
import io.columnseal.key.LogOperation;
import io.columnseal.key.LoggedEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One walk over the access log, oldest entry first. */
final class AuditVerification {

    private static final int PAGE = 500;

    /** Each is compared with the places of all others, so there must not be many. */
    private static final int MAX_MOVED = 100;

    private final AccessLog log;
    private final EntryAuthenticator authenticator;
    private final long after;
    private final Map<Long, LogHead> expected;
    private final List<AuditFinding> findings = new ArrayList<>();
    private final List<LoggedEntry> edited = new ArrayList<>();
    private @Nullable LoggedEntry previous;
    private LogHead head;
    private long firstMissingBefore;
    private long archived;
    private long verified;
    private long lost;

    /** @param after the number of the last entry that is left out, 0 for none */
    AuditVerification(AccessLog log, EntryAuthenticator authenticator, long after, List<LogHead> heads) {
        this.log = log;
        this.authenticator = authenticator;
        this.after = after;
        this.head = new LogHead(after, new byte[0]);
        this.expected = heads.stream()
                .collect(Collectors.toMap(LogHead::sequence, Function.identity(), (a, b) -> a, TreeMap::new));
    }

    AuditReport run() {
        long last = log.lastSequence();
        List<LoggedEntry> page;
        do {
            page = log.read(head.sequence(), PAGE);
            page.forEach(this::take);
        } while (!page.isEmpty() && head.sequence() < last);
        missing(head.sequence() + 1, last, "the log ended there once");
        explainBeginning();
        explainEdited();
        compareHeads();
        findings.sort(Comparator.comparingLong(AuditFinding::first));
        return new AuditReport(
                firstMissingBefore > 0 && archived >= firstMissingBefore - 1 ? firstMissingBefore - 1 : 0,
                verified,
                head,
                lost,
                findings.stream().limit(AuditReport.MAX_FINDINGS).toList());
    }

    private void take(LoggedEntry entry) {
        if (previous == null && entry.sequence() > after + 1) {
            firstMissingBefore = entry.sequence();
        } else {
            missing(head.sequence() + 1, entry.sequence() - 1, "there is a gap");
        }
        verified++;
        Verdict verdict = authenticator.check(entry);
        switch (verdict) {
            case AUTHENTIC -> follow(entry);
            case EDITED -> edited.add(entry);
            case UNLINKED -> found(Kind.UNLINKED, entry, "it has no MAC, so this product did not write it");
            case OTHER_KEY -> found(Kind.OTHER_KEY, entry, "it names SYSTEM key " + entry.macKey());
        }
        LogHead seen = expected.remove(entry.sequence());
        if (seen != null && !seen.equals(entry.head())) {
            found(Kind.REPLACED, entry, "another entry of this number was seen elsewhere");
        }
        previous = verdict == Verdict.AUTHENTIC ? entry : withoutTrust(entry);
        head = entry.head();
    }

    /** What follows an entry that is not genuine is not compared with it. */
    private static LoggedEntry withoutTrust(LoggedEntry entry) {
        return new LoggedEntry(entry.sequence(), entry.entry(), null, null, null);
    }

    private void follow(LoggedEntry entry) {
        if (previous != null
                && previous.mac() != null
                && previous.sequence() == entry.sequence() - 1
                && !Arrays.equals(previous.mac(), entry.previousMac())) {
            found(Kind.REPLACED, entry, "it was written behind another entry than the one before it");
        }
        if (entry.entry().operation().equals(KeyOperation.ARCHIVE_LOG.name())) {
            archived = Math.max(archived, ArchiveName.last(entry.entry().backup()));
        }
        switch (entry.entry().operation()) {
            case LogOperation.CUT ->
                found(Kind.CUT, entry, String.valueOf(entry.entry().reason()));
            case LogOperation.LOST -> lost += entry.entry().occurrences();
            default -> {
                // Says nothing of the log itself
            }
        }
    }

    /** Entries that were archived and then removed are vouched for by a genuine entry that says so. */
    private void explainBeginning() {
        if (firstMissingBefore > 0 && archived < firstMissingBefore - 1) {
            missing(
                    Math.max(after, archived) + 1,
                    firstMissingBefore - 1,
                    "the log begins behind them, and they were never archived");
        }
    }

    /** A genuine entry that was given another number still authenticates under its own. */
    private void explainEdited() {
        for (LoggedEntry entry : edited) {
            LoggedEntry place = edited.size() > MAX_MOVED ? null : place(entry);
            if (place == null) {
                found(Kind.EDITED, entry, "it is not as it was written");
            } else {
                found(Kind.OUT_OF_ORDER, entry, "it was written as entry " + place.sequence());
            }
        }
    }

    private @Nullable LoggedEntry place(LoggedEntry entry) {
        return edited.stream()
                .filter(other -> other.sequence() != entry.sequence()
                        && authenticator.check(new LoggedEntry(
                                        other.sequence(),
                                        entry.entry(),
                                        entry.previousMac(),
                                        entry.macKey(),
                                        entry.mac()))
                                == Verdict.AUTHENTIC)
                .findFirst()
                .orElse(null);
    }

    private void compareHeads() {
        expected.values().stream()
                .filter(seen -> seen.sequence() > head.sequence())
                .forEach(seen -> missing(head.sequence() + 1, seen.sequence(), "the log ended there when it was seen"));
    }

    private void found(Kind kind, LoggedEntry entry, String problem) {
        findings.add(new AuditFinding(kind, entry.sequence(), entry.sequence(), problem));
    }

    private void missing(long first, long last, String problem) {
        if (first <= last) {
            findings.add(new AuditFinding(Kind.MISSING, first, last, problem));
        }
    }
}
