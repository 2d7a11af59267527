package io.columnseal.cli;

import io.columnseal.reencrypt.Reencryption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run over tables is called, and how fast it goes. */
final class RunOptions {

    private static final int MAX_ID_LENGTH = 64;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Option(
            names = "--id",
            paramLabel = "RUN",
            description = "what the run is called; goes on where the run of this name was stopped or killed")
    private @Nullable String id;

    @Option(
            names = "--page-size",
            paramLabel = "ROWS",
            description = "rows of a transaction, " + Reencryption.DEFAULT_PAGE_SIZE + " unless given")
    private int pageSize = Reencryption.DEFAULT_PAGE_SIZE;

    @Option(names = "--rows-per-second", paramLabel = "ROWS", description = "no more than this")
    private @Nullable Long rowsPerSecond;

    /** The name that was given, or one of the time. */
    String id() {
        if (id == null) {
            return "run-" + TIME.format(Instant.now());
        }
        if (id.isBlank()
                || id.length() > MAX_ID_LENGTH
                || !Terminal.printable(id).equals(id)) {
            throw new WrongArgumentException("--id", "must have 1 to " + MAX_ID_LENGTH + " printable characters");
        }
        return id;
    }

    int pageSize() {
        if (pageSize < 1 || pageSize > Reencryption.MAX_PAGE_SIZE) {
            throw new WrongArgumentException("--page-size", "must be 1 to " + Reencryption.MAX_PAGE_SIZE);
        }
        return pageSize;
    }

    /**
     * What to do about a run that left something.
     *
     * @param given the name that it goes on by, without its schema
     */
    static void tellHowToGoOn(String given, String id, boolean stopped, long quarantined, Consumer<String> note) {
        if (stopped) {
            note.accept("run " + id + " was stopped; it goes on where it was by --id " + given);
        }
        if (quarantined > 0) {
            note.accept(quarantined + " values stay, listed by: columnseal reencrypt status --quarantine " + id);
        }
    }

    /** Sets the limit, if there is one. */
    void limit(LongConsumer setter) {
        limit(rowsPerSecond, setter);
    }

    /** @throws WrongArgumentException if it is none */
    static void limit(@Nullable Long rowsPerSecond, LongConsumer setter) {
        if (rowsPerSecond == null) {
            return;
        }
        if (rowsPerSecond < 1) {
            throw new WrongArgumentException("--rows-per-second", "must be at least 1");
        }
        setter.accept(rowsPerSecond);
    }
}
