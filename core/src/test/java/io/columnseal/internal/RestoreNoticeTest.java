package io.columnseal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.crac.Core;
import org.junit.jupiter.api.Test;

class RestoreNoticeTest {

    private final AtomicInteger restores = new AtomicInteger();

    @Test
    void runsItsActionAfterARestore() throws Exception {
        CracResource resource = CracResource.register(restores::incrementAndGet);

        resource.beforeCheckpoint(Core.getGlobalContext());
        assertThat(restores).hasValue(0);
        resource.afterRestore(Core.getGlobalContext());
        assertThat(restores).hasValue(1);
    }

    @Test
    void runsNothingOnceItIsCancelled() {
        CracResource resource = CracResource.register(restores::incrementAndGet);
        resource.cancel();
        resource.afterRestore(Core.getGlobalContext());

        assertThat(restores).hasValue(0);
    }
}
