package io.columnseal.internal.crypto;

import java.io.Serial;
import java.security.Provider;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Puts generators in the place of the JVM's own while a test runs, which has to be isolated. */
public final class ReplacedRandomness implements BeforeEachCallback, AfterEachCallback {

    private final Generators generators = new Generators();

    /** @param algorithm whose generators are made by this instead */
    public ReplacedRandomness with(String algorithm, Supplier<SecureRandomSpi> made) {
        generators.add(algorithm, made);
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        install();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        remove();
    }

    void install() {
        Security.insertProviderAt(generators, 1);
    }

    void remove() {
        Security.removeProvider(generators.getName());
    }

    private static final class Generators extends Provider {

        @Serial
        private static final long serialVersionUID = 1;

        Generators() {
            super("Replaced", "1", "generators of a test");
        }

        void add(String algorithm, Supplier<SecureRandomSpi> made) {
            putService(new Service(this, "SecureRandom", algorithm, SecureRandomSpi.class.getName(), null, null) {
                @Override
                public Object newInstance(Object parameter) {
                    return made.get();
                }
            });
        }
    }
}
