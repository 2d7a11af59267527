package io.columnseal.key;

/**
 * A row as it is to stand in the key table, whatever stands there now: what {@link DataKeyStore#restore} writes.
 *
 * @param row of any revision, stored as it is
 * @param replacedRevision the stored row of this id is of this revision; {@link #ABSENT} if there must be none
 */
public record RestoredRow(DataKeyRow row, long replacedRevision) {

    /** In place of the revision of a row that is not there. */
    public static final long ABSENT = 0;

    /** Whether it is to come where no row of its id is. */
    public boolean isAdded() {
        return replacedRevision == ABSENT;
    }
}
