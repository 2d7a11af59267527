package io.columnseal.hibernate.enhanced;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.hibernate.bytecode.enhance.spi.DefaultEnhancementContext;
import org.hibernate.bytecode.enhance.spi.Enhancer;
import org.hibernate.bytecode.enhance.spi.UnloadedClass;
import org.hibernate.bytecode.enhance.spi.UnloadedField;
import org.hibernate.bytecode.internal.BytecodeProviderInitiator;

/** Enhances one class for lazy attributes, as Hibernate's build plug-ins do. */
final class EnhancingClassLoader extends ClassLoader {

    private final Class<?> original;
    private final Enhancer enhancer = BytecodeProviderInitiator.buildDefaultBytecodeProvider()
            .getEnhancer(new DefaultEnhancementContext() {
                @Override
                public boolean hasLazyLoadableAttributes(UnloadedClass type) {
                    return true;
                }

                @Override
                public boolean isLazyLoadable(UnloadedField field) {
                    return true;
                }

                @Override
                public boolean doDirtyCheckingInline(UnloadedClass type) {
                    return true;
                }
            });

    EnhancingClassLoader(Class<?> original) {
        super(original.getClassLoader());
        this.original = original;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null || !name.equals(original.getName())) {
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
            byte[] enhanced = enhancer.enhance(name, bytes());
            return defineClass(name, enhanced, 0, enhanced.length);
        }
    }

    private byte[] bytes() {
        try (var in = original.getResourceAsStream(original.getSimpleName() + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
