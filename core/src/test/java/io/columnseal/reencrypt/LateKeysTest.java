package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.KeyLoadTimeoutException;
import io.columnseal.Storage;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.index.BlindIndexer;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.lang.reflect.Proxy;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A KMS or key database that is slow: nobody edited a key, and none is suspended. */
class LateKeysTest {

    private static final FieldContext CONTEXT = FieldContext.of("north", "patient.ssn");
    private static final SealedColumn SSN = new SealedColumn(
            "patient",
            "ssn",
            "patient",
            List.of("id"),
            "ssn",
            "patient.ssn",
            "field",
            "text",
            Storage.BINARY,
            1,
            false);

    private final Retries retries = new Retries(nanos -> {}, new StopSignal(() -> false));

    @Test
    void areUnavailableToWhatOpens() {
        assertUnavailable(() -> new ValueOpener(late(FieldCipher.class), retries).open(CONTEXT, new byte[1]));
    }

    @Test
    void areUnavailableToWhatMoves() {
        FieldCipher opening = proxy(FieldCipher.class, "decrypt");
        assertUnavailable(
                () -> new ValueMover(opening, tenant -> {}, retries).move(CONTEXT, new byte[1], header -> false));
    }

    @Test
    void areUnavailableToWhatSealsPlaintext() {
        ColumnSql sql = new ColumnSql(SSN, new StandardDialect(), List.of());
        PlainSealing sealing = new PlainSealing(
                sql,
                late(FieldCipher.class),
                new IndexValueMaker(late(BlindIndexer.class), retries),
                (column, index, value) -> new byte[0][],
                retries);
        PlainRow row = new PlainRow(new Object[] {1}, new byte[1], null);

        assertUnavailable(() -> sealing.seal(row, "north", new byte[1]));
    }

    @Test
    void areUnavailableToWhatMakesIndexValues() {
        IndexValueMaker maker = new IndexValueMaker(late(BlindIndexer.class), retries);

        assertUnavailable(() -> maker.of("north", SSN, new IndexColumn("", "ssn_bidx", "", 128)));
    }

    private static void assertUnavailable(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOf(ImmovableException.class)
                .extracting(error -> ((ImmovableException) error).reason())
                .isEqualTo(Reason.KEY_UNAVAILABLE);
    }

    private static <T> T late(Class<T> type) {
        return proxy(type, "");
    }

    /** Of which everything waits in vain for its key but one method, which returns a byte. */
    private static <T> T proxy(Class<T> type, String prompt) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals(prompt)) {
                        return new byte[1];
                    }
                    throw new KeyLoadTimeoutException("data key", null, "it did not come");
                }));
    }
}
