package io.columnseal.key;

/**
 * Seals that were counted before they are made.
 *
 * @param seals how many of them may be made, 0 if nothing may be sealed under the key any more
 * @param total what the store had counted with them, of all nodes
 */
record CountedSeals(long seals, long total) {

    static final CountedSeals NONE = new CountedSeals(0, 0);
}
