package io.columnseal.index;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.codec.ValueCodec;
import java.util.function.Function;

/** Decides how values of an attribute are normalized, or why they cannot be indexed. */
final class NormalFormPlan {

    /** Stored as a document whose spelling may vary, so equal values have no common form. */
    static final String JSON = "json";

    private final IndexedValues values;
    private final Fingerprints fingerprints;

    NormalFormPlan(IndexedValues values, Fingerprints fingerprints) {
        this.values = values;
        this.fingerprints = fingerprints;
    }

    NormalForm normalForm() {
        requireIndexable();
        if (!TextForm.isText(values.codec().type())) {
            requireNoNormalizers();
            Function<Object, byte[]> encoding = ValueForm.of(values.codec());
            return new NormalForm(encoding, () -> "", false);
        }
        NormalizerChain chain = new NormalizerChain(Normalizers.of(values));
        return new NormalForm(new TextForm(chain), () -> fingerprints.of(chain), chain.foldsCase());
    }

    private void requireIndexable() {
        ValueCodec<?> codec = values.codec();
        if (codec.name().equals(JSON)) {
            throw refused(
                    "values stored as JSON cannot be indexed, since equal values need not have the same JSON",
                    "Index an encrypted attribute of a simple type that holds what is searched for");
        }
        boolean fewValues = codec.type() == Boolean.class || codec.type().isEnum();
        if (fewValues && !values.acceptFewValues()) {
            throw refused(
                    "a blind index on " + codec.type().getSimpleName()
                            + ", which has few values, tells whoever reads the database nearly all of them",
                    "Leave it without index and filter in the application, or accept that: @BlindIndex(acceptFewValues ="
                            + " true)");
        }
    }

    private void requireNoNormalizers() {
        if (!values.normalizers().isEmpty()) {
            throw refused(
                    "normalizers are for texts, not for "
                            + values.codec().type().getSimpleName(),
                    "Remove normalizer from @BlindIndex, or make the attribute a String");
        }
    }

    private UnsupportedMappingException refused(String problem, String remedy) {
        return new UnsupportedMappingException(values.entity(), values.attribute(), problem, remedy);
    }
}
