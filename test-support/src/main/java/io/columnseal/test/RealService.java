package io.columnseal.test;

import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The variables of the environment that name a real service for a contract to run against. A run that was asked for and
 * has nothing to ask must not look like one that passed: without any variable it fails, and a service that is left out
 * is told on the standard error, with what to set.
 */
public final class RealService {

    /** What the names of all variables start with. */
    public static final String PREFIX = "COLUMNSEAL_TEST_";

    private RealService() {}

    /**
     * The values of these variables, by their names; for a {@code @BeforeAll}. Where others of that prefix are set and none
     * of these, the test is skipped.
     *
     * @throws AssertionError if no variable of that prefix is set, or only some of these
     */
    public static Map<String, String> require(String... names) {
        return require(System.getenv(), names);
    }

    static Map<String, String> require(Map<String, String> environment, String... names) {
        Map<String, String> values = new TreeMap<>();
        for (String name : names) {
            String value = environment.getOrDefault(name, "").strip();
            if (!value.isEmpty()) {
                values.put(name, value);
            }
        }
        List<String> missing =
                Arrays.stream(names).filter(name -> !values.containsKey(name)).toList();
        if (missing.isEmpty()) {
            return values;
        }
        String remedy = "set " + String.join(", ", missing);
        if (!values.isEmpty()) {
            throw new AssertionError(
                    "a part of a real service is named by " + values.keySet() + ": " + remedy + " too");
        }
        if (environment.keySet().stream().noneMatch(name -> name.startsWith(PREFIX))) {
            throw new AssertionError("no real service is named by the environment, so nothing would be tested: "
                    + remedy + ", or the variables of another service");
        }
        System.err.println("SKIPPED: no test of this real service ran; to run them, " + remedy);
        return abort(remedy);
    }
}
