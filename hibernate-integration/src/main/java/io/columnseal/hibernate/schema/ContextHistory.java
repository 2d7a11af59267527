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
 * What columns were sealed for until now, to notice a rename before it makes stored values unreadable, and a change of
 * type before it makes them read as something else: bytes do not say what codec wrote them. An attribute that
 * is new while another one is gone is taken for renamed if both are in the same entity, or have the same name and kind
 * of value: then the entity was renamed, or the attribute moved. Whoever renames entity and attribute at once, under a
 * context that follows the column, is not noticed.
 */
final class ContextHistory {

    private static final String FORGET =
            "take its columns out of the exported catalogue and forget them by it: KeyDestruction.forget(…) or `columnseal"
                    + " keys forget-column`.";

    private static final String SAME_NAME =
            " If it is another persistence unit or service that has stored them, give each a"
                    + " columnseal.application of its own";

    private final Map<String, RegisteredColumn> byAttribute;
    private final List<RegisteredColumn> gone;
    private final List<RegisteredColumn> vanished;

    /** @param remembered of which those without a place are forgotten, with all their values */
    ContextHistory(List<RegisteredColumn> remembered, List<RequiredColumn> current) {
        List<RegisteredColumn> registered =
                remembered.stream().filter(column -> !column.places().isEmpty()).toList();
        Set<String> attributes = current.stream()
                .map(column ->
                        key(column.attribute().entity(), column.attribute().path()))
                .collect(Collectors.toSet());
        Set<String> contexts =
                current.stream().map(column -> column.attribute().context()).collect(Collectors.toSet());
        this.byAttribute = registered.stream()
                .collect(Collectors.toMap(
                        column -> key(column.entity(), column.attribute()), Function.identity(), (one, other) -> one));
        this.gone = registered.stream()
                .filter(column -> !attributes.contains(key(column.entity(), column.attribute())))
                .toList();
        this.vanished = gone.stream()
                .filter(column -> !contexts.contains(column.context()))
                .toList();
    }

    /**
     * @throws UnsupportedMappingException if the column is now sealed for another name than before, or may be, or if its
     *     values are now encoded otherwise
     */
    void check(RequiredColumn column) {
        EncryptedAttribute attribute = column.attribute();
        RegisteredColumn before = byAttribute.get(key(attribute.entity(), attribute.path()));
        if (before == null) {
            requireCodecOfContext(attribute);
            if (!column.namesContext()) {
                renamed(attribute).ifPresent(gone -> {
                    throw refusedNew(attribute, gone);
                });
            }
        } else if (!before.context().equals(attribute.context())) {
            throw refused(attribute, "context", before.context(), attribute.context());
        } else if (!before.purpose().equals(attribute.purpose())) {
            throw refused(attribute, "purpose", before.purpose(), attribute.purpose());
        } else if (!hasCodec(before, attribute)) {
            throw refusedCodec(attribute, "its stored values", before);
        }
    }

    /** One that was renamed and names the context it had keeps its stored values, so it keeps their codec. */
    private void requireCodecOfContext(EncryptedAttribute attribute) {
        List<RegisteredColumn> before = gone.stream()
                .filter(column -> column.context().equals(attribute.context()))
                .toList();
        if (!before.isEmpty() && before.stream().noneMatch(column -> hasCodec(column, attribute))) {
            RegisteredColumn last = before.get(0);
            throw refusedCodec(attribute, "the values stored for its context by " + name(last), last);
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
        String name = name(gone);
        String purpose = gone.purpose().equals(attribute.purpose()) ? "" : ", purpose = \"" + gone.purpose() + "\"";
        return new UnsupportedMappingException(
                attribute.entity(),
                attribute.path(),
                "it is new while " + name + " is gone; if that was renamed, its stored values are sealed for \""
                        + gone.context() + "\" and would not open for \"" + attribute.context() + "\"",
                "Write @Encrypted(context = \"" + gone.context() + "\"" + purpose + ") if it was renamed,"
                        + " @Encrypted(context = \"" + attribute.context() + "\") if it is another one. If another"
                        + " persistence unit or service maps " + name
                        + ", give each a columnseal.application of its own."
                        + " Or, if the values of " + name + " are gone for good, " + FORGET);
    }

    private static UnsupportedMappingException refused(
            EncryptedAttribute attribute, String what, String before, String now) {
        return new UnsupportedMappingException(
                attribute.entity(),
                attribute.path(),
                "its stored values are sealed for " + what + " \"" + before + "\" and would not open for \"" + now
                        + "\"",
                "Write @Encrypted(" + what + " = \"" + before
                        + "\"); if no value was ever stored, or all are gone for good, " + FORGET + SAME_NAME);
    }

    private static UnsupportedMappingException refusedCodec(
            EncryptedAttribute attribute, String values, RegisteredColumn before) {
        return new UnsupportedMappingException(
                attribute.entity(),
                attribute.path(),
                values + " are encoded as \"" + before.codec() + "\" and would be read as \""
                        + attribute.codec().name() + "\", wrong or not at all",
                "Keep a type of codec \"" + before.codec()
                        + "\", or add a second attribute with a column and context of"
                        + " its own and copy the values; if none was ever stored, or all are gone for good, " + FORGET
                        + SAME_NAME);
    }

    private static String name(RegisteredColumn column) {
        return column.entity() + "." + column.attribute();
    }

    private static String key(String entity, String attribute) {
        return entity + "\0" + attribute;
    }
}
