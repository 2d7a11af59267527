package io.columnseal.hibernate.schema;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What columns were sealed for until now, to notice a rename before it makes stored values unreadable. */
final class ContextHistory {

    private final Map<String, RegisteredColumn> byAttribute;
    private final Map<String, List<RegisteredColumn>> vanishedByEntity;

    ContextHistory(List<RegisteredColumn> registered, List<RequiredColumn> current) {
        Set<String> attributes = current.stream()
                .map(column ->
                        key(column.attribute().entity(), column.attribute().path()))
                .collect(Collectors.toSet());
        Set<String> contexts =
                current.stream().map(column -> column.attribute().context()).collect(Collectors.toSet());
        this.byAttribute = registered.stream()
                .collect(Collectors.toMap(
                        column -> key(column.entity(), column.attribute()), Function.identity(), (one, other) -> one));
        this.vanishedByEntity = registered.stream()
                .filter(column -> !attributes.contains(key(column.entity(), column.attribute()))
                        && !contexts.contains(column.context()))
                .collect(Collectors.groupingBy(RegisteredColumn::entity));
    }

    /** @throws UnsupportedMappingException if the column is now sealed for another name than before, or may be */
    void check(RequiredColumn column) {
        EncryptedAttribute attribute = column.attribute();
        RegisteredColumn before = byAttribute.get(key(attribute.entity(), attribute.path()));
        if (before == null) {
            refuseIfRenamed(column);
        } else if (!before.context().equals(attribute.context())) {
            throw refused(attribute, "context", before.context(), attribute.context());
        } else if (!before.purpose().equals(attribute.purpose())) {
            throw refused(attribute, "purpose", before.purpose(), attribute.purpose());
        }
    }

    /** One attribute gone and another one new, whose context follows its column: most likely they are the same. */
    private void refuseIfRenamed(RequiredColumn column) {
        EncryptedAttribute attribute = column.attribute();
        List<RegisteredColumn> vanished = vanishedByEntity.getOrDefault(attribute.entity(), List.of());
        if (column.namesContext() || vanished.isEmpty()) {
            return;
        }
        RegisteredColumn before = vanished.get(0);
        throw new UnsupportedMappingException(
                attribute.entity(),
                attribute.path(),
                "it is new while " + before.attribute()
                        + " is gone; if it was renamed, its stored values are sealed for" + " \"" + before.context()
                        + "\" and would not open for \"" + attribute.context() + "\"",
                "Write @Encrypted(context = \"" + before.context() + "\") if it was renamed, @Encrypted(context = \""
                        + attribute.context() + "\") if it is another one");
    }

    private static UnsupportedMappingException refused(
            EncryptedAttribute attribute, String what, String before, String now) {
        return new UnsupportedMappingException(
                attribute.entity(),
                attribute.path(),
                "its stored values are sealed for " + what + " \"" + before + "\" and would not open for \"" + now
                        + "\"",
                "Write @Encrypted(" + what + " = \"" + before
                        + "\"); if no value was ever stored, delete its row from the" + " table of registered columns");
    }

    private static String key(String entity, String attribute) {
        return entity + "\0" + attribute;
    }
}
