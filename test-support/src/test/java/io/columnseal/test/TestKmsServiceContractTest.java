package io.columnseal.test;

import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsThrottledException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/** Holds the contract itself to something that keeps it. */
class TestKmsServiceContractTest extends KmsServiceContract {

    private final TestKms kms = new TestKms();

    private final KmsService service = new KmsService() {
        @Override
        public void meet(KmsFault fault) {
            kms.failWith(error(fault));
        }

        @Override
        public void meet(KmsFault fault, int requests) {
            int end = kms.calls() + requests;
            kms.beforeEach(call -> {
                if (kms.calls() <= end) {
                    throw error(fault).apply(kms.kekId());
                }
            });
        }

        @Override
        public void recover() {
            kms.recover();
        }

        @Override
        public int requests() {
            return kms.calls();
        }
    };

    @Override
    protected Kms openKms() {
        return new OnceRetried(kms);
    }

    @Override
    protected KmsService service() {
        return service;
    }

    @Override
    protected Set<KmsFault> faults() {
        return EnumSet.complementOf(EnumSet.of(KmsFault.OTHER_KEK));
    }

    @Override
    protected String settings() {
        return "test.kms";
    }

    private static Function<String, KmsException> error(KmsFault fault) {
        String problem = "look at test.kms";
        return switch (fault) {
            case DISABLED, PENDING_DELETION -> kek -> new KmsKeyDisabledException(kek, problem, null);
            case MISSING, OTHER_KEK -> kek -> new KmsKeyNotFoundException(kek, problem, null);
            case DENIED, UNAUTHENTICATED -> kek -> new KmsDeniedException(kek, problem, null);
            case THROTTLED -> kek -> new KmsThrottledException(kek, problem, null);
            case FAILING, DISCONNECTED, SILENT, TRUNCATED, GARBAGE ->
                kek -> new KmsUnavailableException(kek, problem, null);
        };
    }

    /** Asks once more where it was throttled or failed, as clients of services do. */
    private static final class OnceRetried extends ForwardingKms {

        OnceRetried(Kms kms) {
            super(kms);
        }

        @Override
        public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
            try {
                return super.unwrap(wrappedKey, context);
            } catch (KmsThrottledException | KmsUnavailableException e) {
                return super.unwrap(wrappedKey, context);
            }
        }

        @Override
        public boolean repeats() {
            return true;
        }
    }
}
