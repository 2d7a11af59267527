package io.columnseal.test;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLog.Entry;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.LoggedEntry;
import io.columnseal.key.OutageSettings;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A KEK that leaked, the one that took its place, and instances that have them. */
final class LeakedKek {

    static final String OLD = "00112233445566778899aabbccddeeff00112233445566778899aabbccddee01";
    static final String NEW = "ffeeddccbbaa99887766554433221100ffeeddccbbaa998877665544332211fe";
    static final String OLD_ID = LocalKms.fromHex(OLD).kekId();
    static final String NEW_ID = LocalKms.fromHex(NEW).kekId();
    static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private LeakedKek() {}

    /** The new one is current, the leaked one a previous one. */
    static LocalKms rotated() {
        return LocalKms.fromHex(NEW).withPrevious(OLD);
    }

    static ColumnSeal start(Kms kms, DataKeyStore table) {
        return builder(kms, table).build();
    }

    /** One call that fails stops what it is part of. */
    static ColumnSealBuilder builder(Kms kms, DataKeyStore table) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .borrowedKeyStore(table)
                .outages(OutageSettings.DEFAULT.withAttempts(1));
    }

    /** Has a value of one tenant sealed before the leak, and names its key. */
    static KeyId sealOne(DataKeyStore table) {
        try (ColumnSeal seal = start(LocalKms.fromHex(OLD), table)) {
            seal.fields().encrypt(FieldContext.of("clinic-1", "patient.ssn"), PLAINTEXT);
            return seal.keys().history("clinic-1").get(0).id();
        }
    }

    static List<Entry> entries(InMemoryDataKeyStore table, String operation) {
        return table.uses().stream()
                .filter(entry -> entry.operation().equals(operation))
                .toList();
    }

    /** The store, with a log that reads otherwise. */
    static DataKeyStore reading(DataKeyStore table, UnaryOperator<List<LoggedEntry>> page) {
        return new ForwardingStore(table) {
            @Override
            public AccessLog accessLog() {
                return new ForwardingLog(super.accessLog()) {
                    @Override
                    public List<LoggedEntry> read(long after, int limit) {
                        return page.apply(new ArrayList<>(super.read(after, limit)));
                    }
                };
            }
        };
    }
}
