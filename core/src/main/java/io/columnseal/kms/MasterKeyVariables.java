package io.columnseal.kms;

import io.columnseal.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Master keys in environment variables, by the two names that are in use for them. */
final class MasterKeyVariables {

    private static final List<String> NAMES = List.of("MASTER_ENCRYPTION_KEY", "ENCRYPTION_KEY");
    private static final String PREVIOUS = "_PREVIOUS";

    private MasterKeyVariables() {}

    static LocalKms read(Map<String, String> variables) {
        List<String> present = NAMES.stream()
                .filter(name -> value(variables, name).isPresent())
                .toList();
        if (present.isEmpty()) {
            throw new ConfigurationException(
                    NAMES.get(0),
                    "is required: 64 hexadecimal digits, or 32 bytes in Base64. Generate one for a secret store with:"
                            + " openssl rand -hex 32");
        }
        if (present.size() > 1) {
            throw new ConfigurationException(
                    NAMES.get(1),
                    "and " + NAMES.get(0) + " are both set: which one is the master key? Name a former one in "
                            + NAMES.get(0) + PREVIOUS);
        }
        String name = present.get(0);
        LocalKms current = LocalKms.fromText(name, value(variables, name).orElseThrow());
        Optional<String> previous = value(variables, name + PREVIOUS);
        if (previous.isEmpty()) {
            return current;
        }
        try {
            return current.withPrevious(
                    name + PREVIOUS, Arrays.asList(previous.get().split(",", -1)));
        } finally {
            // The other one has copies of its own
            current.close();
        }
    }

    private static Optional<String> value(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }
}
