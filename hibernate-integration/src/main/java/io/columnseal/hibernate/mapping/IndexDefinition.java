package io.columnseal.hibernate.mapping;

import io.columnseal.ColumnSeal;
import io.columnseal.Uniqueness;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.codec.ValueCodec;
import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.index.IndexContext;
import io.columnseal.index.IndexedParts;
import io.columnseal.index.IndexedValues;
import io.columnseal.index.NormalForm;
import io.columnseal.index.PartialForm;
import io.columnseal.index.WholeValue;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.hibernate.internal.util.ReflectHelper;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;

/** Reads what the blind indexes of an attribute are to hold from its annotations. */
final class IndexDefinition {

    private static final String PROPERTY_SUFFIX = "$bidx";

    private static final String NEXT_SUFFIX = "$next";

    /** No name of an index, and without the dot that separates properties. */
    private static final String PREFIXES = "$prefix";

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z][A-Za-z0-9_]{0," + (IndexContext.MAX_NAME_LENGTH - 1) + "}");

    private final AttributeSource source;

    IndexDefinition(AttributeSource source) {
        this.source = source;
    }

    /**
     * The annotations of an attribute; none of one without an index, or with one that {@link BlindIndexBinder} refuses.
     *
     * @throws UnsupportedMappingException if two have the same name
     */
    static List<BlindIndex> declared(AttributeSource source) {
        PersistentClass entity = source.entity();
        if (entity == null || source.property().getValue() instanceof Collection) {
            return List.of();
        }
        AnnotatedElement member = DeclaredMember.of(source.path(), entity, Encrypted.class);
        List<BlindIndex> declared = member == null ? List.of() : List.of(member.getAnnotationsByType(BlindIndex.class));
        Set<String> names = new HashSet<>();
        for (BlindIndex index : declared) {
            if (!names.add(index.prefix() == 0 ? index.name() : IndexColumn.PREFIXES)) {
                throw source.refused(
                        index.prefix() == 0
                                ? "two of its blind indexes have the same name, \"" + index.name() + "\""
                                : "two of its blind indexes are for prefixes",
                        "Have one without name and prefix, one with a prefix, and name all others: @BlindIndex(name = …)");
            }
        }
        return declared;
    }

    /** @throws UnsupportedMappingException if values of the type cannot be indexed, or not so */
    AttributeIndex index(BlindIndex declared, Uniqueness uniqueness, ValueCodec<?> codec, ColumnSeal seal) {
        Class<?> type = ReflectHelper.getClass(source.javaType());
        if (!declared.acceptFewValues() && (type.isEnum() || type == boolean.class || type == Boolean.class)) {
            // Also where a converter makes texts of them
            throw source.refused(
                    "a blind index on so few values tells nearly everything about them",
                    "Remove @BlindIndex, or accept that with @BlindIndex(acceptFewValues = true)");
        }
        IndexedValues values = new IndexedValues(
                source.owner(), source.dottedPath(), codec, List.of(declared.normalizer()), declared.acceptFewValues());
        if (declared.unique() && (declared.prefix() != 0 || !declared.name().isEmpty())) {
            throw source.refused(
                    "its blind index of "
                            + (declared.prefix() != 0 ? "prefixes" : "the name \"" + declared.name() + "\"")
                            + " is to be unique, which only whole values can be",
                    "Write @BlindIndex(unique = true) without name and prefix, with the normalizers that make values"
                            + " equal");
        }
        if (declared.prefix() != 0) {
            requireOnlyPrefix(declared);
            requireText(type);
            List<String> path = new ArrayList<>(names());
            path.add(PREFIXES);
            return new AttributeIndex(
                    IndexColumn.PREFIXES,
                    property(path),
                    seal.normalForms().ofPrefixes(values, declared.prefix()),
                    null);
        }
        if (declared.name().isEmpty()) {
            requireWholeValue(declared);
            NormalForm normalForm = seal.normalForms().of(values);
            String property = property(names());
            return new AttributeIndex(
                    "",
                    uniqueness == Uniqueness.NEXT ? property + NEXT_SUFFIX : property,
                    normalForm,
                    null,
                    uniqueness);
        }
        requireIdentifier(declared.name());
        PartialForm form =
                seal.normalForms().of(new IndexedParts(values, declared.extractor(), declared.length(), seal.codecs()));
        List<String> path = new ArrayList<>(names());
        path.add(declared.name());
        return new AttributeIndex(
                declared.name(),
                property(path),
                form.ofValues(),
                new AttributeIndex.Part(lookupAttribute(declared.name()), form.ofParts(), form.partCodec()));
    }

    private void requireWholeValue(BlindIndex declared) {
        if (declared.extractor() != WholeValue.class || declared.length() != 0) {
            throw source.refused(
                    "its blind index without a name finds whole values, but has an extractor or a length",
                    "Name the index: @BlindIndex(name = …), by which queries find the part");
        }
    }

    private void requireOnlyPrefix(BlindIndex declared) {
        if (!declared.name().isEmpty() || declared.extractor() != WholeValue.class || declared.length() != 0) {
            throw source.refused(
                    "its blind index of prefixes has a name, an extractor or a length besides",
                    "Write @BlindIndex(prefix = …) for itself, which 'like' on the attribute uses");
        }
    }

    /** Also where a converter makes texts of something else: queries know 'like' of texts only. */
    private void requireText(Class<?> type) {
        if (type != String.class && type != char[].class) {
            throw source.refused(
                    "a " + type.getSimpleName() + " has no prefixes",
                    "Remove prefix from @BlindIndex, or make the attribute a String");
        }
    }

    private void requireIdentifier(String name) {
        if (!NAME.matcher(name).matches()) {
            throw source.refused(
                    "its blind index has the name \"" + name + "\", by which no query could call it",
                    "Use ASCII letters, digits and underscores, beginning with a letter, at most "
                            + IndexContext.MAX_NAME_LENGTH);
        }
    }

    /** The entity's own attribute, also for an attribute of an embeddable: then behind the way to that. */
    private String lookupAttribute(String name) {
        StringBuilder attribute = new StringBuilder();
        List<String> path = names();
        for (String part : path.subList(0, path.size() - 1)) {
            append(attribute, part);
        }
        append(attribute, name);
        return attribute.toString();
    }

    private static void append(StringBuilder attribute, String part) {
        attribute
                .append(
                        attribute.isEmpty()
                                ? part.substring(0, 1)
                                : part.substring(0, 1).toUpperCase(Locale.ROOT))
                .append(part, 1, part.length());
    }

    private static String property(List<String> path) {
        return String.join("$", path) + PROPERTY_SUFFIX;
    }

    private List<String> names() {
        return source.path().stream().map(Property::getName).toList();
    }
}
