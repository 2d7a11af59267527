package io.columnseal.test.kms;

import io.columnseal.test.KmsFault;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Which fault the next request meets. Safe for use by many threads. */
final class FaultSwitch {

    private @Nullable KmsFault fault;
    private int left;
    private CountDownLatch recovery = new CountDownLatch(1);

    synchronized void meet(KmsFault newFault, int requests) {
        recover();
        fault = newFault;
        left = requests;
    }

    synchronized void recover() {
        fault = null;
        left = 0;
        recovery.countDown();
        recovery = new CountDownLatch(1);
    }

    synchronized @Nullable KmsFault next() {
        if (left == 0) {
            return null;
        }
        left--;
        return fault;
    }

    /** Returns when the fault that a request just met is over. */
    void awaitRecovery() {
        CountDownLatch latch;
        synchronized (this) {
            if (fault == null) {
                return;
            }
            latch = recovery;
        }
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
