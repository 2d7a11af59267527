package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.columnseal.cipher.Suite;
import io.columnseal.kms.WrappedKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateMacTest {

    private static final byte[] SYSTEM_KEY = HexFormat.of().parseHex("5a".repeat(32));
    private static final Instant CREATED = Instant.parse("2026-11-22T10:15:30.123456Z");
    private static final Instant CHANGED = Instant.parse("2026-11-23T00:00:00.000001Z");

    /** Frozen: rows signed like this lie in databases. */
    @Test
    void makesTheTagThatTheFirstReleaseMade() {
        assertThat(HexFormat.of().formatHex(StateMac.of(SYSTEM_KEY).sign(row()).stateMac()))
                .isEqualTo("ece68a7dd42974369c20e523b1fd134c40b8900dba065f4130f22b4930989b52");
    }

    @Test
    void verifiesWhatItSigned() {
        StateMac mac = StateMac.of(SYSTEM_KEY);

        assertThat(mac.verifies(mac.sign(row()))).isTrue();
        assertThat(mac.verifies(row())).isFalse();
        byte[] otherKey = SYSTEM_KEY.clone();
        otherKey[0] ^= 1;
        assertThat(StateMac.of(otherKey).verifies(mac.sign(row()))).isFalse();
    }

    @Test
    void coversEverythingButTheSealCount() {
        StateMac mac = StateMac.of(SYSTEM_KEY);
        List<DataKeyRow> rows = new ArrayList<>();
        rows.add(row());
        DataKeyRow base = row();
        KeyIdentity id = base.identity();
        rows.add(with(
                new KeyIdentity(new KeyId(2), id.environment(), id.tenant(), id.usage(), id.version(), id.suite())));
        rows.add(with(new KeyIdentity(id.id(), "staging", id.tenant(), id.usage(), id.version(), id.suite())));
        rows.add(with(new KeyIdentity(id.id(), id.environment(), "clinic-2", id.usage(), id.version(), id.suite())));
        rows.add(with(
                new KeyIdentity(id.id(), id.environment(), id.tenant(), KeyUsage.INDEX, id.version(), id.suite())));
        rows.add(with(new KeyIdentity(id.id(), id.environment(), id.tenant(), id.usage(), 8, id.suite())));
        rows.add(with(new KeyIdentity(
                id.id(), id.environment(), id.tenant(), id.usage(), id.version(), Suite.AES_256_GCM_SIV)));
        rows.add(with(KeyState.RETIRED, "kek", new byte[] {1}, null, new byte[32], CREATED, "a", CHANGED, "b", "c", 2));
        rows.add(with(KeyState.ACTIVE, "kek2", new byte[] {1}, null, new byte[32], CREATED, "a", CHANGED, "b", "c", 2));
        rows.add(with(KeyState.ACTIVE, "kek", new byte[] {2}, null, new byte[32], CREATED, "a", CHANGED, "b", "c", 2));
        rows.add(with(KeyState.ACTIVE, "kek", null, null, new byte[32], CREATED, "a", CHANGED, "b", "c", 2));
        rows.add(with(
                KeyState.ACTIVE,
                "kek",
                new byte[] {1},
                new byte[] {1},
                new byte[32],
                CREATED,
                "a",
                CHANGED,
                "b",
                "c",
                2));
        rows.add(with(KeyState.ACTIVE, "kek", new byte[] {1}, null, new byte[31], CREATED, "a", CHANGED, "b", "c", 2));
        rows.add(with(
                KeyState.ACTIVE,
                "kek",
                new byte[] {1},
                null,
                new byte[32],
                CREATED.plusNanos(1000),
                "a",
                CHANGED,
                "b",
                "c",
                2));
        rows.add(with(KeyState.ACTIVE, "kek", new byte[] {1}, null, new byte[32], CREATED, "aa", CHANGED, "b", "c", 2));
        rows.add(with(
                KeyState.ACTIVE,
                "kek",
                new byte[] {1},
                null,
                new byte[32],
                CREATED,
                "a",
                CHANGED.plusNanos(1000),
                "b",
                "c",
                2));
        rows.add(with(KeyState.ACTIVE, "kek", new byte[] {1}, null, new byte[32], CREATED, "a", CHANGED, "bb", "c", 2));
        rows.add(with(KeyState.ACTIVE, "kek", new byte[] {1}, null, new byte[32], CREATED, "a", CHANGED, "b", "cc", 2));
        rows.add(with(KeyState.ACTIVE, "kek", new byte[] {1}, null, new byte[32], CREATED, "a", CHANGED, "b", "c", 3));

        Set<String> tags = new HashSet<>();
        rows.forEach(row -> tags.add(HexFormat.of().formatHex(mac.sign(row).stateMac())));

        assertThat(tags).hasSize(rows.size());
    }

    @Test
    void refusesToSignOnceItIsWiped() {
        StateMac mac = StateMac.of(SYSTEM_KEY);
        DataKeyRow signed = mac.sign(row());
        mac.wipe();

        assertThatIllegalStateException().isThrownBy(() -> mac.sign(row()));
        assertThatIllegalStateException().isThrownBy(() -> mac.verifies(signed));
    }

    private static DataKeyRow row() {
        return with(KeyState.ACTIVE, "kek", new byte[] {1}, null, new byte[32], CREATED, "a", CHANGED, "b", "c", 2);
    }

    private static DataKeyRow with(KeyIdentity identity) {
        DataKeyRow row = row();
        return new DataKeyRow(
                identity,
                row.state(),
                row.wrappedKey(),
                row.recoveryWrappedKey(),
                row.checkValue(),
                row.sealCount(),
                row.createdAt(),
                row.createdBy(),
                row.changedAt(),
                row.changedBy(),
                row.reason(),
                row.revision(),
                row.stateMac());
    }

    private static DataKeyRow with(
            KeyState state,
            String kekId,
            byte[] wrapped,
            byte[] recovery,
            byte[] checkValue,
            Instant createdAt,
            String createdBy,
            Instant changedAt,
            String changedBy,
            String reason,
            long revision) {
        return new DataKeyRow(
                new KeyIdentity(new KeyId(1), "production", "clinic-1", KeyUsage.FIELD, 7, Suite.AES_256_GCM),
                state,
                wrapped == null ? null : new WrappedKey(kekId, wrapped),
                recovery,
                checkValue,
                99,
                createdAt,
                createdBy,
                changedAt,
                changedBy,
                reason,
                revision,
                null);
    }
}
