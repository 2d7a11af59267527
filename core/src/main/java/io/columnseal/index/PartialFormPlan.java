package io.columnseal.index;

import io.columnseal.InvalidValueException;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.codec.ValueCodec;
import io.columnseal.internal.Surrogates;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides how parts of an attribute's values are taken and normalized, or why they cannot be indexed. */
final class PartialFormPlan {

    private final IndexedParts parts;
    private final Fingerprints fingerprints;

    PartialFormPlan(IndexedParts parts, Fingerprints fingerprints) {
        this.parts = parts;
        this.fingerprints = fingerprints;
    }

    PartialForm partialForm() {
        if (parts.extractor() == WholeValue.class && parts.length() == 0) {
            NormalForm whole = new NormalFormPlan(parts.values(), fingerprints).normalForm();
            return new PartialForm(whole, whole, parts.values().codec());
        }
        return partialForm(extractor());
    }

    private PartialForm partialForm(Extractor<Object, ?> extractor) {
        String identity = identity(extractor);
        ValueCodec<?> values = parts.values().codec();
        boolean ofText = TextForm.isText(values.type());
        if (!extractor.accepts(ofText ? String.class : values.type())) {
            throw refused(
                    "the extractor " + name() + " takes no parts of "
                            + values.type().getSimpleName(),
                    "Name one that does, or write one: a class that implements " + Extractor.class.getName());
        }
        ValueCodec<?> partCodec = partCodec(extractor);
        boolean toText = TextForm.isText(partCodec.type());
        NormalForm part = new NormalFormPlan(
                        new IndexedValues(
                                parts.values().entity(),
                                parts.values().attribute(),
                                partCodec,
                                // Where the part is none, normalizers are for the text it is taken from
                                ofText && !toText ? List.of() : parts.values().normalizers(),
                                parts.values().acceptFewValues()),
                        fingerprints)
                .normalForm();
        NormalizerChain chain =
                ofText ? new NormalizerChain(Normalizers.of(parts.values())) : new NormalizerChain(List.of());
        Function<Object, Object> prepared = ofText ? value -> chain.normalize(TextForm.text(value)) : value -> value;
        return new PartialForm(
                new NormalForm(
                        value -> part.of(extracted(extractor, prepared.apply(value))),
                        () -> ExtractorFingerprint.of(normalizers(chain, part), identity),
                        part.foldsCase()),
                new NormalForm(
                        part::of, () -> ExtractorFingerprint.of(normalizers(chain, part), identity), part.foldsCase()),
                partCodec);
    }

    /** Of the text that a part is taken from, or of the part. */
    private String normalizers(NormalizerChain ofValues, NormalForm ofParts) {
        return ofValues.isEmpty() ? ofParts.fingerprint() : fingerprints.of(ofValues);
    }

    private Object extracted(Extractor<Object, ?> extractor, Object value) {
        Object part;
        try {
            part = extractor.extract(value);
        } catch (RuntimeException e) {
            // Not chained: an application's message may quote the value
            throw failed("threw " + e.getClass().getName());
        }
        if (!extractor.partType().isInstance(part)) {
            throw failed("returned "
                    + (part == null ? "null" : "a " + part.getClass().getName()));
        }
        return part;
    }

    private InvalidValueException failed(String how) {
        return new InvalidValueException(parts.values().codec().name(), "the extractor " + name() + " " + how);
    }

    private ValueCodec<?> partCodec(Extractor<?, ?> extractor) {
        return parts.codecs()
                .find(extractor.partType())
                .filter(codec -> !codec.name().equals(NormalFormPlan.JSON))
                .orElseThrow(() -> refused(
                        "the extractor " + name() + " takes parts of a type that cannot be compared, "
                                + extractor.partType().getName(),
                        "Have it take texts or numbers"));
    }

    private String identity(Extractor<?, ?> extractor) {
        @Nullable String identity = extractor.identity();
        if (identity == null || identity.isBlank() || Surrogates.hasUnpaired(identity)) {
            throw refused(
                    "the extractor " + name() + " has no identity",
                    "Have identity() return a name that stands for what it extracts, for ever");
        }
        return identity;
    }

    @SuppressWarnings("unchecked")
    private Extractor<Object, ?> extractor() {
        int length = parts.length();
        try {
            return (Extractor<Object, ?>)
                    (length == 0
                            ? parts.extractor().getConstructor().newInstance()
                            : parts.extractor().getConstructor(int.class).newInstance(length));
        } catch (ReflectiveOperationException e) {
            throw refused(
                    "the extractor " + name() + " cannot be created " + (length == 0 ? "without" : "with") + " a length"
                            + (length == 0 ? "" : " of " + length),
                    "Give @BlindIndex a length of at least 1 if the extractor takes one, else none; a class of your own must be"
                            + " public, with a public constructor without parameters or with an int, that throws nothing");
        }
    }

    private String name() {
        return parts.extractor().getName();
    }

    private UnsupportedMappingException refused(String problem, String remedy) {
        return new UnsupportedMappingException(
                parts.values().entity(), parts.values().attribute(), problem, remedy);
    }
}
