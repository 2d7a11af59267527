package io.columnseal.test;

import static io.columnseal.test.LeakedKek.NEW;
import static io.columnseal.test.LeakedKek.NEW_ID;
import static io.columnseal.test.LeakedKek.OLD;
import static io.columnseal.test.LeakedKek.OLD_ID;
import static io.columnseal.test.LeakedKek.entries;
import static io.columnseal.test.LeakedKek.reading;
import static io.columnseal.test.LeakedKek.rotated;
import static io.columnseal.test.LeakedKek.sealOne;
import static io.columnseal.test.LeakedKek.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.key.AccessLog.Entry;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KekCompromiseReport;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyState;
import io.columnseal.key.LoggedEntry;
import io.columnseal.kms.LocalKms;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The access log tells which keys a leaked KEK wrapped, where it can be believed. */
class KekCompromiseLogTest {

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();

    /** What the whole log vouches for stays: replacing it would cost a re-encryption for nothing. */
    @Test
    void letsKeysBeThatTheLogShowsUnderOtherKeksOnly() {
        KeyId exposed = sealOne(store);
        KeyId young;
        try (ColumnSeal seal = start(rotated(), store)) {
            young = seal.keys().initialize("clinic-2", "j.doe").id();
        }
        try (ColumnSeal seal = start(rotated(), store)) {
            seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(seal.keys().info(young).state()).isEqualTo(KeyState.ACTIVE);
            assertThat(seal.keys().info(exposed).state()).isEqualTo(KeyState.COMPROMISED);
        }
    }

    @Test
    void marksKeysOfWhichAnEntryIsGone() {
        assertMarksTheKeyIfTheLogIs(
                page -> page.stream().filter(logged -> !names(logged, OLD_ID)).toList());
    }

    @Test
    void marksKeysOfWhichAnEntryWasEdited() {
        assertMarksTheKeyIfTheLogIs(
                page -> page.stream().map(KekCompromiseLogTest::edited).toList());
    }

    /** As if it had been put away: what is left is whole, and begins after the key was made. */
    @Test
    void marksKeysThatAreOlderThanTheLog() {
        assertMarksTheKeyIfTheLogIs(page -> {
            List<LoggedEntry> left = new ArrayList<>(page);
            for (int i = 0; i < page.size(); i++) {
                if (names(page.get(i), OLD_ID)) {
                    left = page.subList(i + 1, page.size());
                }
            }
            return left;
        });
    }

    @Test
    void marksAllKeysIfThereIsNoLog() {
        assertMarksTheKeyIfTheLogIs(page -> List.of());
    }

    @Test
    void marksAllKeysIfTheLogEndsEarly() {
        assertMarksTheKeyIfTheLogIs(page ->
                page.stream().takeWhile(logged -> !names(logged, OLD_ID)).toList());
    }

    /** Whoever misspelt the name of a KEK that a KMS knows, and has put the log away, is to hear of it. */
    @Test
    void recordsThatNothingNamesTheKek() {
        InMemoryDataKeyStore table = new InMemoryDataKeyStore();
        try (ColumnSeal seal = start(LocalKms.fromHex(NEW), table)) {
            seal.keys().initialize("clinic-1", "j.doe");
        }
        long last = table.accessLog().lastSequence();
        DataKeyStore withoutItsLog = reading(
                table,
                page -> page.stream().filter(logged -> logged.sequence() > last).toList());
        try (ColumnSeal seal = start(rotated(), withoutItsLog)) {
            seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");
        }

        assertThat(entries(table, "COMPROMISE_KEK").get(0).context()).startsWith("begun; no key and no entry");
    }

    /** A key that was made under the new KEK, was under the old one once, and is back: the log alone can tell. */
    private static void assertMarksTheKeyIfTheLogIs(UnaryOperator<List<LoggedEntry>> seen) {
        InMemoryDataKeyStore table = new InMemoryDataKeyStore();
        KeyId key;
        try (ColumnSeal seal = start(LocalKms.fromHex(NEW), table)) {
            key = seal.keys().initialize("clinic-1", "j.doe").id();
        }
        try (ColumnSeal seal = start(LocalKms.fromHex(OLD).withPrevious(NEW), table)) {
            seal.keks().rewrap("clinic-1", "j.doe", "a slip");
        }
        try (ColumnSeal seal = start(rotated(), table)) {
            seal.keks().rewrap("clinic-1", "j.doe", "back");
        }
        // What is written from now on is as it was written
        long last = table.accessLog().lastSequence();
        DataKeyStore altered = reading(table, page -> {
            List<LoggedEntry> read = new ArrayList<>(seen.apply(
                    page.stream().filter(logged -> logged.sequence() <= last).toList()));
            page.stream().filter(logged -> logged.sequence() > last).forEach(read::add);
            return read;
        });
        try (ColumnSeal seal = start(rotated(), altered)) {
            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(report.marked()).extracting(KeyInfo::id).containsExactly(key);
            assertThat(report.complete()).isTrue();
            assertThat(seal.keks().markCompromised(OLD_ID, "j.doe", "again").marked())
                    .isEmpty();
        }
    }

    private static boolean names(LoggedEntry logged, String kekId) {
        return kekId.equals(logged.entry().kekId())
                || kekId.equals(logged.entry().previousKekId());
    }

    private static LoggedEntry edited(LoggedEntry logged) {
        if (!names(logged, OLD_ID)) {
            return logged;
        }
        Entry entry = logged.entry();
        Entry other = new Entry(
                entry.time(),
                entry.operation(),
                entry.success(),
                entry.occurrences(),
                entry.actor(),
                entry.origin(),
                entry.keyId(),
                entry.keyVersion(),
                entry.previousKeyId(),
                entry.previousVersion(),
                NEW_ID,
                null,
                entry.tenant(),
                entry.context(),
                entry.reason(),
                entry.backup(),
                entry.error());
        return new LoggedEntry(logged.sequence(), other, logged.previousMac(), logged.macKey(), logged.mac());
    }
}
