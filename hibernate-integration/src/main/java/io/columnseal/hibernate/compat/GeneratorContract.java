package io.columnseal.hibernate.compat;

import org.hibernate.generator.Generator;

/** How Hibernate asks a generator of values whether to call it for a row. */
public final class GeneratorContract {

    private static final boolean ASKS_BEFORE_EXECUTION =
            VersionedMethod.exists(Generator.class, "generatedBeforeExecution");

    private GeneratorContract() {}

    /**
     * Whether it asks {@code generatedBeforeExecution}. Hibernate 6.6 has but the opposite question,
     * {@code generatedOnExecution}, whose answer has further effects in later versions.
     */
    public static boolean asksBeforeExecution() {
        return ASKS_BEFORE_EXECUTION;
    }
}
