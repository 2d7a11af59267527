/**
 * Moves stored values to their tenant's active key while the application runs: keyset pages over each column of the
 * catalogue, each value replaced by compare-and-swap on its old ciphertext, so that a concurrent writer always wins.
 */
@NullMarked
package io.columnseal.reencrypt;

import org.jspecify.annotations.NullMarked;
