package io.columnseal.spring;

import io.columnseal.reencrypt.InMemoryRunStore;
import io.columnseal.reencrypt.RunStore;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * How a run begins that follows when keys were replaced: on all nodes where runs are shared, else on this one, and remembered
 * where runs are. All of it is looked up when it is needed, since it needs the keys. Safe for use by many threads.
 */
final class FollowingRuns implements FollowingReencryption.Beginning {

    private static final int MAX_ID_LENGTH = 64;

    private final ObjectProvider<EntityReencryption> reencryption;
    private final ObjectProvider<RunStore> runs;
    private final ObjectProvider<RunStarter> nodes;
    private final @Nullable String application;
    private final RunStore untilTheProcessEnds = new InMemoryRunStore();

    /** @param application null if it has no name */
    FollowingRuns(
            ObjectProvider<EntityReencryption> reencryption,
            ObjectProvider<RunStore> runs,
            ObjectProvider<RunStarter> nodes,
            @Nullable String application) {
        this.application = application;
        this.reencryption = reencryption;
        this.runs = runs;
        this.nodes = nodes;
    }

    /** What goes on under this id and the application's name: others on the same key tables have entities of their own. */
    FollowingReencryption named(String run) {
        return new FollowingReencryption(id(run), () -> runs.getIfAvailable(() -> untilTheProcessEnds), this);
    }

    private String id(String run) {
        if (application == null || application.isBlank()) {
            return run;
        }
        String whole = run + "/" + application;
        return whole.length() <= MAX_ID_LENGTH
                ? whole
                : run + "/" + UUID.nameUUIDFromBytes(application.getBytes(StandardCharsets.UTF_8));
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
