package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.LogHead;
import io.columnseal.key.LoggedEntry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A log from which each entry is gone by the time the next one comes, the one that says so as well. */
class ForgetfulLogTest {

    private final List<AccessLog.Entry> told = new CopyOnWriteArrayList<>();

    @Test
    @Timeout(60)
    void isToldSoOnceAndNotForEver() {
        try (ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(new TestKms())
                .keyStore(new ForgetfulStore())
                .build()) {
            seal.keys().initialize("clinic-1", "j.doe");
            for (int i = 0; i < 20; i++) {
                seal.keys().rotate("clinic-1", "j.doe", "test");
            }

            seal.audit().flush();
            assertThat(cuts()).isBetween(1L, 2L);

            seal.audit().flush();
            seal.audit().flush();
            assertThat(cuts()).as("once with each flush").isLessThanOrEqualTo(4);
        }
    }

    private long cuts() {
        return told.stream()
                .filter(entry -> entry.operation().equals("LOG_CUT"))
                .count();
    }

    private final class ForgetfulStore extends ForwardingStore {

        private final AccessLog forgetful;

        ForgetfulStore() {
            this(new InMemoryDataKeyStore());
        }

        private ForgetfulStore(InMemoryDataKeyStore store) {
            super(store);
            this.forgetful = new ForwardingLog(store.accessLog()) {
                @Override
                public void append(List<Entry> entries, AccessLogChain chain) {
                    forget(entries, chain);
                }
            };
        }

        @Override
        public boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
            boolean written = super.write(rows, List.of(), AccessLogChain.NONE);
            if (written && !entries.isEmpty()) {
                forget(entries, chain);
            }
            return written;
        }

        private void forget(List<AccessLog.Entry> entries, AccessLogChain chain) {
            told.addAll(entries);
            List<LoggedEntry> linked = chain.link(new LogHead(0, new byte[0]), entries);
            assertThat(linked).hasSameSizeAs(entries);
        }

        @Override
        public AccessLog accessLog() {
            return forgetful;
        }
    }
}
