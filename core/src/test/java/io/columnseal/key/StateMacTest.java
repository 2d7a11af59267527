package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.columnseal.cipher.Suite;
import io.columnseal.kms.WrappedKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateMacTest {

    private static final byte[] SYSTEM_KEY = HexFormat.of().parseHex("5a".repeat(32));
    private static final byte[] WRAPPED = {1};
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
        KeyIdentity id = row().identity();
        byte[] check = row().checkValue();
        Instant afterCreation = CREATED.plusNanos(1000);
        Instant afterChange = CHANGED.plusNanos(1000);
        List<DataKeyRow> rows = List.of(
                row(),
                with(new KeyIdentity(
                        new KeyId(2), id.environment(), id.tenant(), id.usage(), id.version(), id.suite())),
                with(new KeyIdentity(id.id(), "staging", id.tenant(), id.usage(), id.version(), id.suite())),
                with(new KeyIdentity(id.id(), id.environment(), "clinic-2", id.usage(), id.version(), id.suite())),
                with(new KeyIdentity(id.id(), id.environment(), id.tenant(), KeyUsage.INDEX, id.version(), id.suite())),
                with(new KeyIdentity(id.id(), id.environment(), id.tenant(), id.usage(), 8, id.suite())),
                with(new KeyIdentity(
                        id.id(), id.environment(), id.tenant(), id.usage(), id.version(), Suite.AES_256_GCM_SIV)),
                copy().state(KeyState.RETIRED).row(),
                copy().wrappedKeys(new WrappedKey("kek2", WRAPPED), null).row(),
                copy().wrappedKeys(new WrappedKey("kek", new byte[] {2}), null).row(),
                copy().wrappedKeys(null, null).row(),
                copy().wrappedKeys(new WrappedKey("kek", WRAPPED), WRAPPED).row(),
                copy().checkValue(Arrays.copyOf(check, check.length - 1)).row(),
                copy().created(afterCreation, "a").row(),
                copy().created(CREATED, "aa").row(),
                copy().changed(afterChange, "b", "c").row(),
                copy().changed(CHANGED, "bb", "c").row(),
                copy().changed(CHANGED, "b", "cc").row(),
                copy().revision(3).row());

        Set<String> tags = new HashSet<>();
        rows.forEach(row -> tags.add(HexFormat.of().formatHex(mac.sign(row).stateMac())));

        assertThat(tags).hasSize(rows.size());
        assertThat(mac.sign(copy().sealCount(100).row()).stateMac())
                .isEqualTo(mac.sign(row()).stateMac());
    }

    @Test
    void coversEverythingOfARequest() {
        StateMac mac = StateMac.of(SYSTEM_KEY);
        Approval request = request("1", KeyOperation.RESTORE, null, null, "backup x", "a");
        List<Approval> others = List.of(
                request("2", KeyOperation.RESTORE, null, null, "backup x", "a"),
                request("1", KeyOperation.REWRAP, null, null, "backup x", "a"),
                request("1", KeyOperation.RESTORE, "backup x", null, null, "a"),
                request("1", KeyOperation.RESTORE, null, new KeyId(1), "backup x", "a"),
                request("1", KeyOperation.RESTORE, null, null, "backup y", "a"),
                request("1", KeyOperation.RESTORE, null, null, null, "a"),
                request("1", KeyOperation.RESTORE, null, null, "backup x", "b"),
                request.decided(Approval.State.APPROVED, "b"));

        assertThat(mac.verifies(mac.sign(request))).isTrue();
        assertThat(others)
                .allSatisfy(other -> assertThat(mac.verifies(
                                new StoredApproval(other, mac.sign(request).mac())))
                        .isFalse());
    }

    private static Approval request(
            String id, KeyOperation operation, String tenant, KeyId key, String subject, String actor) {
        return new Approval(
                id, operation, tenant, key, subject, actor, CREATED, "c", CHANGED, Approval.State.REQUESTED, null, 1);
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
        return new DataKeyRow(
                new KeyIdentity(new KeyId(1), "production", "clinic-1", KeyUsage.FIELD, 7, Suite.AES_256_GCM),
                KeyState.ACTIVE,
                new WrappedKey("kek", WRAPPED),
                null,
                new byte[32],
                99,
                CREATED,
                "a",
                CHANGED,
                "b",
                "c",
                2,
                null);
    }

    private static DataKeyRowCopy copy() {
        return new DataKeyRowCopy(row());
    }

    private static DataKeyRow with(KeyIdentity identity) {
        return copy().identity(identity).row();
    }
}
