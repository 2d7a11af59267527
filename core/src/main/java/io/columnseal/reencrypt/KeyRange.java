package io.columnseal.reencrypt;

import org.jspecify.annotations.Nullable;

/**
 * A range of a table's key that one node of a shared run has taken for itself. Keys are texts of a form of
 * its own.
 *
 * @param part what is walked, 1 to 255 characters
 * @param number of the range in its part, from 0, in the order of the key
 * @param after key of the row behind which it begins; null for the first row
 * @param upTo key of its last row; null for the end of the table
 * @param position key of the last row that is done; null if none is
 * @param owner the node that has it; empty if nobody has
 * @param beat changes whenever its owner gives a sign of life
 */
public record KeyRange(
        String run,
        String part,
        long number,
        @Nullable String after,
        @Nullable String upTo,
        @Nullable String position,
        boolean done,
        String owner,
        long beat,
        RunFigures figures) {

    /** One that was just cut, its owner's from the beginning. */
    static KeyRange cut(
            String run, String part, long number, @Nullable String after, @Nullable String upTo, String owner) {
        return new KeyRange(run, part, number, after, upTo, null, false, owner, 0, RunFigures.NONE);
    }

    /** The next sign of life, with how far it is. */
    KeyRange at(@Nullable String newPosition, RunFigures newFigures) {
        return new KeyRange(run, part, number, after, upTo, newPosition, done, owner, beat + 1, newFigures);
    }

    KeyRange ownedBy(String newOwner) {
        return new KeyRange(run, part, number, after, upTo, position, done, newOwner, beat + 1, figures);
    }

    KeyRange finished() {
        return new KeyRange(run, part, number, after, upTo, position, true, owner, beat + 1, figures);
    }

    /** Where whoever takes it begins. */
    @Nullable String start() {
        return position == null ? after : position;
    }
}
