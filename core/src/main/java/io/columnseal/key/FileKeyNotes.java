package io.columnseal.key;

import java.util.List;
import java.util.Optional;

/** Notes in a key file. */
record FileKeyNotes(KeyFile file) implements KeyNotes {

    @Override
    public Optional<KeyNote> find(KeyId key, KeyNote.Kind kind) {
        return file.read().store().notes().find(key, kind);
    }

    @Override
    public List<KeyNote> findAll(KeyNote.Kind kind) {
        return file.read().store().notes().findAll(kind);
    }

    @Override
    public void put(KeyNote note) {
        file.change(store -> {
            store.notes().put(note);
            return note;
        });
    }

    @Override
    public void remove(KeyId key, KeyNote.Kind kind) {
        file.change(store -> {
            store.notes().remove(key, kind);
            return key;
        });
    }
}
