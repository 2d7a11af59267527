package io.columnseal.jpa;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.FieldContext;
import io.columnseal.codec.ValueCodec;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens the values of one attribute for the caller's tenant, with a {@link ColumnSeal} that may not exist yet
 * when this is made: providers make converters early.
 */
final class SealedAttribute<T> {

    private final Supplier<? extends ColumnSeal> seal;
    private final Type type;
    private final FieldContext context;
    private volatile @Nullable Binding<T> binding;

    SealedAttribute(Supplier<? extends ColumnSeal> seal, Type type, FieldContext context) {
        if (context.recordId() != null) {
            throw new IllegalArgumentException("a converter does not know the record: context.recordId must be null");
        }
        this.seal = seal;
        this.type = type;
        this.context = context;
    }

    byte[] seal(T value) {
        Binding<T> bound = binding();
        byte[] plaintext = bound.codec().encode(value);
        try {
            return bound.seal().fields().encrypt(bound.contextOfCaller(), plaintext);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    T open(byte[] sealed) {
        return open(binding(), sealed);
    }

    /** @param sealed the text form */
    T open(String sealed) {
        Binding<T> bound = binding();
        return open(bound, bound.seal().fields().fromText(bound.context(), sealed));
    }

    private T open(Binding<T> bound, byte[] sealed) {
        byte[] plaintext = bound.seal().fields().decrypt(bound.contextOfCaller(), sealed);
        try {
            return bound.codec().decode(plaintext);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private Binding<T> binding() {
        Binding<T> bound = binding;
        ColumnSeal current = seal.get();
        if (bound == null || bound.seal() != current) {
            bound = bind(current);
            binding = bound;
        }
        return bound;
    }

    private Binding<T> bind(@Nullable ColumnSeal current) {
        if (current == null) {
            throw new ConfigurationException(
                    "converter of " + context.name(),
                    "its supplier returned no ColumnSeal: build it before values are read or written");
        }
        ValueCodec<?> codec = current.codecs()
                .find(type)
                .orElseThrow(() -> new ConfigurationException(
                        "converter of " + context.name(),
                        "no codec for " + type.getTypeName()
                                + ": add one with ColumnSealBuilder.codecs, or Jackson 3"));
        int padding = context.paddingBytes() == 1 ? codec.defaultPaddingBytes() : context.paddingBytes();
        @SuppressWarnings("unchecked") // the registry finds a codec of the type that it is asked for
        ValueCodec<T> typed = (ValueCodec<T>) codec;
        return new Binding<>(current, typed, context.withPaddingTo(padding));
    }

    /** What depends on the {@link ColumnSeal}. */
    private record Binding<T>(ColumnSeal seal, ValueCodec<T> codec, FieldContext context) {

        FieldContext contextOfCaller() {
            if (context.tenant() != null) {
                return context;
            }
            String tenant = seal.currentTenant(context.name());
            return new FieldContext(tenant, context.name(), context.purpose(), null, context.paddingBytes());
        }
    }
}
