package io.columnseal.key;

/**
 * What is done with keys, for the record.
 *
 * @param actor who does it; known to be who he says where somebody could tell
 */
record Deed(KeyOperation operation, String actor, String reason) {}
