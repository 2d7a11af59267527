package io.columnseal.codec;

import io.columnseal.InvalidValueException;
import java.time.DateTimeException;
import java.util.function.Function;

/**
 * Mutable values, encoded as the immutable ones that they stand for. A conversion that does not lead back to the same
 * thing says so by an {@link ArithmeticException} or {@link DateTimeException}.
 */
final class MutableViewCodec<T, V> implements ValueCodec<T> {

    private final Class<T> type;
    private final ValueCodec<V> codec;
    private final Function<T, V> view;
    private final Function<V, T> fromView;

    MutableViewCodec(Class<T> type, ValueCodec<V> codec, Function<T, V> view, Function<V, T> fromView) {
        this.type = type;
        this.codec = codec;
        this.view = view;
        this.fromView = fromView;
    }

    @Override
    public String name() {
        return codec.name();
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    public byte[] encode(T value) {
        return codec.encode(convert(view, value));
    }

    @Override
    public T decode(byte[] encoded) {
        return convert(fromView, codec.decode(encoded));
    }

    @Override
    public boolean isMutable() {
        return true;
    }

    @Override
    public boolean sameValue(T value, T other) {
        return convert(view, value).equals(convert(view, other));
    }

    private <A, B> B convert(Function<A, B> conversion, A value) {
        try {
            return conversion.apply(value);
        } catch (ArithmeticException | DateTimeException e) {
            // Not chained: its message may quote the value.
            throw new InvalidValueException(
                    name(),
                    "no " + type.getName() + " has an equal " + codec.type().getSimpleName());
        }
    }
}
