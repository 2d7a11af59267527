package io.columnseal.key;

import io.columnseal.KeyStoreException;
import java.util.List;
import java.util.Optional;

/**
 * Remembers of keys what is no part of their rows, the table {@code columnseal_key_notes}: what delays or prevents that a
 * key is erased, and that one was leaked before it was switched off. Not authenticated, since whoever can write to it can
 * delete the key as well: without its note a leaked key is resumed as if it were none, which the access log shows.
 * Safe for use by many threads and nodes; every method is its own transaction and may throw {@link KeyStoreException}.
 */
public interface KeyNotes {

    /** The note of this kind, if there is one. */
    Optional<KeyNote> find(KeyId key, KeyNote.Kind kind);

    /** All notes of this kind, in no order. */
    List<KeyNote> findAll(KeyNote.Kind kind);

    /** Remembers this, in place of an earlier note of the same key and kind. */
    void put(KeyNote note);

    /** Forgets a note, if there is one. */
    void remove(KeyId key, KeyNote.Kind kind);
}
