package io.columnseal.codec;

import java.lang.reflect.Type;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a registry when it is first asked: setting up Jackson takes longer than most applications need for a start. */
final class LazyCodecs implements CodecRegistry {

    private final Supplier<CodecRegistry> source;
    private @Nullable CodecRegistry registry;

    LazyCodecs(Supplier<CodecRegistry> source) {
        this.source = source;
    }

    @Override
    public Optional<ValueCodec<?>> find(Type type) {
        return registry().find(type);
    }

    private synchronized CodecRegistry registry() {
        if (registry == null) {
            registry = source.get();
        }
        return registry;
    }
}
