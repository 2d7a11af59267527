package io.columnseal.index;

import io.columnseal.InvalidValueException;
import io.columnseal.internal.Surrogates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The normalizers of an index, applied one after the other. Safe for use by many threads. */
final class NormalizerChain {

    private static final String CODEC = "text";

    private static final Set<Class<?>> CASELESS = Set.of(Trim.class, DigitsOnly.class, StripAccents.class);

    private final List<Normalizer> normalizers;

    NormalizerChain(List<Normalizer> normalizers) {
        this.normalizers = List.copyOf(normalizers);
    }

    /** What tells one chain from another. */
    List<Class<?>> classes() {
        List<Class<?>> classes = new ArrayList<>();
        normalizers.forEach(normalizer -> classes.add(normalizer.getClass()));
        return classes;
    }

    boolean isEmpty() {
        return normalizers.isEmpty();
    }

    /**
     * Whether texts that differ in case only come out the same: one of the normalizers folds case, and those before it
     * take no notice of it. Of an application's own it is not known that they do not.
     */
    boolean foldsCase() {
        for (Normalizer normalizer : normalizers) {
            if (normalizer.foldsCase()) {
                return true;
            }
            if (!CASELESS.contains(normalizer.getClass())) {
                return false;
            }
        }
        return false;
    }

    /** @throws InvalidValueException if a normalizer fails, or what comes out is no Unicode */
    byte[] apply(String text) {
        return normalize(text).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws InvalidValueException if a normalizer fails, or what comes out is no Unicode */
    String normalize(String text) {
        String form = text;
        for (Normalizer normalizer : normalizers) {
            form = apply(normalizer, form);
        }
        if (Surrogates.hasUnpaired(form)) {
            throw new InvalidValueException(CODEC, "the text holds an unpaired surrogate, which is no character");
        }
        return form;
    }

    private static String apply(Normalizer normalizer, String text) {
        String form;
        try {
            form = normalizer.normalize(text);
        } catch (RuntimeException e) {
            // Not chained: an application's message may quote the text
            throw failed(normalizer, "threw " + e.getClass().getName());
        }
        if (form == null) {
            throw failed(normalizer, "returned null");
        }
        return form;
    }

    private static InvalidValueException failed(Normalizer normalizer, String how) {
        return new InvalidValueException(
                CODEC, "the normalizer " + normalizer.getClass().getName() + " " + how);
    }
}
