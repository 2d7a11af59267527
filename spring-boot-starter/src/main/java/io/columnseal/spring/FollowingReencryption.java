package io.columnseal.spring;

import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.ReencryptionReport;
import io.columnseal.reencrypt.RunStore;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The re-encryption that follows when keys were replaced: on all nodes where runs are shared, else on this one, and
 * remembered where runs are. All of it is looked up when it is needed, since it needs the keys. Safe for use by many
 * threads.
 */
final class FollowingReencryption {

    private static final Logger LOG = LoggerFactory.getLogger(FollowingReencryption.class);

    private final ObjectProvider<EntityReencryption> reencryption;
    private final ObjectProvider<RunStore> runs;
    private final ObjectProvider<RunStarter> nodes;

    FollowingReencryption(
            ObjectProvider<EntityReencryption> reencryption,
            ObjectProvider<RunStore> runs,
            ObjectProvider<RunStarter> nodes) {
        this.reencryption = reencryption;
        this.runs = runs;
        this.nodes = nodes;
    }

    /**
     * @param name what the run's id begins with, at most 27 characters
     * @param cause what it follows, for the log
     */
    void run(String name, String cause) {
        String id = name + "-" + UUID.randomUUID();
        RunStarter starter = nodes.getIfAvailable();
        if (starter != null) {
            starter.start(id);
            LOG.info("Re-encryption {} after {} has begun, on all nodes", id, cause);
            return;
        }
        Reencryption run = runs.getIfAvailable() == null
                ? reencryption.getObject().prepare()
                : reencryption.getObject().prepare(id);
        ReencryptionReport done = run.run();
        LOG.info(
                "Re-encryption {} after {}: {} values moved, complete: {}",
                done.run(),
                cause,
                done.reencrypted(),
                done.complete());
    }
}
