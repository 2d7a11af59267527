package io.columnseal.key;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Notes that live as long as this object. */
final class InMemoryKeyNotes implements KeyNotes {

    private final Map<KeyNote.Kind, Map<KeyId, KeyNote>> notes = new EnumMap<>(KeyNote.Kind.class);

    InMemoryKeyNotes() {
        for (KeyNote.Kind kind : KeyNote.Kind.values()) {
            notes.put(kind, new ConcurrentHashMap<>());
        }
    }

    @Override
    public Optional<KeyNote> find(KeyId key, KeyNote.Kind kind) {
        return Optional.ofNullable(of(kind).get(key));
    }

    @Override
    public List<KeyNote> findAll(KeyNote.Kind kind) {
        return List.copyOf(of(kind).values());
    }

    List<KeyNote> all() {
        return notes.values().stream()
                .flatMap(ofKind -> ofKind.values().stream())
                .toList();
    }

    @Override
    public void put(KeyNote note) {
        of(note.kind()).put(note.key(), note);
    }

    @Override
    public void remove(KeyId key, KeyNote.Kind kind) {
        of(kind).remove(key);
    }

    private Map<KeyId, KeyNote> of(KeyNote.Kind kind) {
        return Objects.requireNonNull(notes.get(kind));
    }
}
