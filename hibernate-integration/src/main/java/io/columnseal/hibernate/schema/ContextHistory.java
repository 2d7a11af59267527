package io.columnseal.hibernate.schema;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What columns were sealed for until now, to notice a rename before it makes stored values unreadable. An attribute that
 * is new while another one is gone is taken for renamed if both are in the same entity, or have the same name and kind
 * of value: then the entity was renamed, or the attribute moved. Whoever renames entity and attribute at once, under a
 * context that follows the column, is not noticed.
 */
final class ContextHistory {

    private final Map<String, RegisteredColumn> byAttribute;
    private final List<RegisteredColumn> vanished;

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
        this.vanished = registered.stream()
                .filter(column -> !attributes.contains(key(column.entity(), column.attribute()))
                        && !contexts.contains(column.context()))
                .toList();
    }

    /** @throws UnsupportedMappingException if the column is now sealed for another name than before, or may be */
    void check(RequiredColumn column) {
        EncryptedAttribute attribute = column.attribute();
        RegisteredColumn before = byAttribute.get(key(attribute.entity(), attribute.path()));
        if (before == null) {
            if (!column.namesContext()) {
                renamed(attribute).ifPresent(gone -> {
                    throw refusedNew(attribute, gone);
                });
            }
        } else if (!before.context().equals(attribute.context())) {
            throw refused(attribute, "context", before.context(), attribute.context());
        } else if (!before.purpose().equals(attribute.purpose())) {
            throw refused(attribute, "purpose", before.purpose(), attribute.purpose());
        }
    }

    /** The attribute that this one most likely was before. */
    private Optional<RegisteredColumn> renamed(EncryptedAttribute attribute) {
        return vanished.stream()
                .filter(gone -> isOfEntity(gone, attribute) || (hasName(gone, attribute) && hasCodec(gone, attribute)))
                .max(Comparator.<RegisteredColumn, Boolean>comparing(gone -> hasName(gone, attribute))
                        .thenComparing(gone -> isOfEntity(gone, attribute))
                        .thenComparing(gone -> gone.attribute().equals(attribute.path()))
                        .thenComparing(gone -> hasCodec(gone, attribute))
                        .thenComparing(gone -> gone.purpose().equals(attribute.purpose())));
    }

    private static boolean isOfEntity(RegisteredColumn gone, EncryptedAttribute attribute) {
        return gone.entity().equals(attribute.entity());
    }

    /** Embeddables are renamed too, so only the last part of a path counts. */
    private static boolean hasName(RegisteredColumn gone, EncryptedAttribute attribute) {
        return lastPart(gone.attribute()).equals(lastPart(attribute.path()));
    }

    private static boolean hasCodec(RegisteredColumn gone, EncryptedAttribute attribute) {
        return gone.codec().equals(attribute.codec().name());
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static UnsupportedMappingException refusedNew(EncryptedAttribute attribute, RegisteredColumn gone) {
        String name = gone.entity() + "." + gone.attribute();
        String purpose = gone.purpose().equals(attribute.purpose()) ? "" : ", purpose = \"" + gone.purpose() + "\"";
        return new UnsupportedMappingException(
                attribute.entity(),
                attribute.path(),
                "it is new while " + name + " is gone; if that was renamed, its stored values are sealed for \""
                        + gone.context() + "\" and would not open for \"" + attribute.context() + "\"",
                "Write @Encrypted(context = \"" + gone.context() + "\"" + purpose + ") if it was renamed,"
                        + " @Encrypted(context = \"" + attribute.context() + "\") if it is another one; or delete the row"
                        + " of " + name + " from the table of registered columns if its values are gone for good");
    }

    private static UnsupportedMappingException refused(
            EncryptedAttribute attribute, String what, String before, String now) {
        return new UnsupportedMappingException(
                attribute.entity(),
                attribute.path(),
                "its stored values are sealed for " + what + " \"" + before + "\" and would not open for \"" + now
                        + "\"",
                "Write @Encrypted(" + what + " = \"" + before
                        + "\"); if no value was ever stored, delete its row from the table of registered columns");
    }

    private static String key(String entity, String attribute) {
        return entity + "\0" + attribute;
    }
}
