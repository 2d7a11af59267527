package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.cipher.Suite;
import io.columnseal.kms.WrappedKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the access log vouches for. */
class ExposedKeysTest {

    private static final Instant NOW = Instant.parse("2026-11-28T09:15:30Z");
    private static final KeyIdentity KEY =
            new KeyIdentity(new KeyId(1), "test", "clinic-1", KeyUsage.FIELD, 1, Suite.AES_256_GCM);
    private static final KeyIdentity SYSTEM =
            new KeyIdentity(new KeyId(2), "test", SystemKey.TENANT, KeyUsage.SYSTEM, 1, Suite.AES_256_GCM);

    private final InMemoryAccessLog log = new InMemoryAccessLog();
    private final AuditChain chain = new AuditChain();

    ExposedKeysTest() {
        chain.open(AuditMac.of(SYSTEM, new byte[32]));
    }

    @Test
    void isNoKeyThatWasMadeUnderAnotherKek() {
        append(made().kek("new"));

        assertThat(isExposed()).isFalse();
    }

    @Test
    void areKeysThatWereEverUnderIt() {
        append(made().kek("new"));
        append(entry(KeyOperation.REWRAP.name()).kek("old").previousKek("new"));
        append(entry(KeyOperation.REWRAP.name()).kek("new"));

        assertThat(isExposed()).isTrue();
    }

    @Test
    void areKeysThatCameFromIt() {
        append(made().kek("new"));
        append(entry(KeyOperation.REWRAP.name()).kek("new").previousKek("old"));

        assertThat(isExposed()).isTrue();
    }

    @Test
    void areKeysOfWhichNothingSaysWhatMadeThem() {
        append(made());

        assertThat(isExposed()).isTrue();
    }

    @Test
    void areKeysWhoseMakingFailedAsFarAsIsKnown() {
        append(made().kek("new").failed("KmsUnavailableException"));

        assertThat(isExposed()).isTrue();
    }

    @Test
    void areKeysThatWereMadeBeforeAnEntryWithoutALink() {
        append(made().kek("new"));
        log.append(List.of(entry(LogOperation.UNWRAP).build()), AccessLogChain.NONE);
        append(entry(LogOperation.UNWRAP).kek("new"));

        assertThat(isExposed()).isTrue();
    }

    @Test
    void isNoKeyThatWasMadeAfterAnEntryWithoutALink() {
        log.append(List.of(entry(LogOperation.UNWRAP).build()), AccessLogChain.NONE);
        append(made().kek("new"));

        assertThat(isExposed()).isFalse();
    }

    /** An edited name in the log hides no key that is under it now. */
    @Test
    void areKeysThatItWrapsWhateverTheLogSays() {
        append(made().kek("new"));

        assertThat(exposed().contains(row("old"))).isTrue();
    }

    private boolean isExposed() {
        return exposed().contains(row("new"));
    }

    private ExposedKeys exposed() {
        return ExposedKeys.of("old"::equals, log, chain);
    }

    private void append(EntryBuilder entry) {
        log.append(List.of(entry.build()), chain);
    }

    private static EntryBuilder made() {
        return entry(LogOperation.GENERATE);
    }

    private static EntryBuilder entry(String operation) {
        return AccessLog.Entry.of(operation, NOW, "j.doe").key(KEY);
    }

    private static DataKeyRow row(String kekId) {
        return new DataKeyRow(
                KEY,
                KeyState.ACTIVE,
                new WrappedKey(kekId, new byte[] {1}),
                null,
                new byte[32],
                0,
                NOW,
                "j.doe",
                NOW,
                "j.doe",
                "test",
                1,
                null);
    }
}
