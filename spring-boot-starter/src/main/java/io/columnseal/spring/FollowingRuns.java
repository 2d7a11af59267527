package io.columnseal.spring;

import io.columnseal.reencrypt.InMemoryRunStore;
import io.columnseal.reencrypt.RunStore;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.ObjectProvider;

/**
 * How a run begins that follows when keys were replaced: on all nodes where runs are shared, else on this one, and remembered
 * where runs are. All of it is looked up when it is needed, since it needs the keys. Safe for use by many threads.
 */
final class FollowingRuns implements FollowingReencryption.Beginning {

    private final ObjectProvider<EntityReencryption> reencryption;
    private final ObjectProvider<RunStore> runs;
    private final ObjectProvider<RunStarter> nodes;
    private final RunStore untilTheProcessEnds = new InMemoryRunStore();

    FollowingRuns(
            ObjectProvider<EntityReencryption> reencryption,
            ObjectProvider<RunStore> runs,
            ObjectProvider<RunStarter> nodes) {
        this.reencryption = reencryption;
        this.runs = runs;
        this.nodes = nodes;
    }

    /** What goes on under this id. */
    FollowingReencryption named(String id) {
        return new FollowingReencryption(id, () -> runs.getIfAvailable(() -> untilTheProcessEnds), this);
    }

    @Override
    public void begin(RunStore store, String id, BooleanSupplier stopped) {
        RunStarter starter = nodes.getIfAvailable();
        if (starter != null) {
            starter.start(id);
        } else {
            reencryption
                    .getObject()
                    .prepare()
                    .rememberedIn(store, id)
                    .stopWhen(stopped)
                    .run();
        }
    }
}
