package io.columnseal.backup;

import io.columnseal.ColumnSeal;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Backups that say what they are about to do to the disk. */
public final class SteppedBackups {

    private SteppedBackups() {}

    public static Backups of(ColumnSeal seal, Path directory, Consumer<String> step) {
        return seal.backups(directory).in(directory, step);
    }
}
