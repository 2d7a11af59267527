package io.columnseal.key;

import java.time.Duration;
import java.util.List;

/** Nodes in a key file, silent by the clock of the machine that all of them run on. */
record FileNodeRegistry(KeyFile file) implements NodeRegistry {

    @Override
    public boolean acknowledge(String node, String application, long revision, long beat) {
        return file.change(store -> store.nodes().acknowledge(node, application, revision, beat));
    }

    @Override
    public List<KnownNode> all() {
        return file.read().store().nodes().all();
    }

    @Override
    public void remove(String node) {
        file.change(store -> {
            store.nodes().remove(node);
            return node;
        });
    }

    @Override
    public void removeSilent(Duration longerThan) {
        file.change(store -> {
            store.nodes().removeSilent(longerThan);
            return longerThan;
        });
    }
}
