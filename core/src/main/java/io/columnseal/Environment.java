package io.columnseal;

import java.util.Locale;

/**
 * The deployment a key belongs to. Its name is bound to every data key, so keys of one environment do not unwrap in
 * another. Everything but {@link #DEVELOPMENT} and {@link #TEST} is held to production's rules.
 *
 * @param name 1 to 64 characters of {@code a-z 0-9 - _}
 */
public record Environment(String name) {

    public static final Environment PRODUCTION = new Environment("production");
    public static final Environment DEVELOPMENT = new Environment("development");
    public static final Environment TEST = new Environment("test");

    public Environment {
        if (!name.matches("[a-z0-9_-]{1,64}")) {
            throw new ConfigurationException(
                    "columnseal.environment", "must be 1 to 64 of a-z, 0-9, - and _, for example production");
        }
    }

    /** Parses a setting; upper case is folded. */
    public static Environment of(String name) {
        return new Environment(name.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether production's refusals apply: no generated master key, no switched-off encryption. */
    public boolean isProduction() {
        return !equals(DEVELOPMENT) && !equals(TEST);
    }

    @Override
    public String toString() {
        return name;
    }
}
