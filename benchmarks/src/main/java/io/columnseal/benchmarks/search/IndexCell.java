package io.columnseal.benchmarks.search;

import io.columnseal.benchmarks.fork.Fork;
import java.util.List;
import java.util.Map;

/**
 * One call to be measured without a database.
 *
 * @param call a method of {@link IndexCalls}
 * @param tenants whose values come in turn
 */
record IndexCell(String call, int tenants) {

    static final int BYTES = 16;

    /** The value to store, of one tenant: what the target is about. */
    static final IndexCell VALUE = new IndexCell("indexValue", 1);

    /** The JDK's own HMAC with one key, made before. */
    static final IndexCell MAC = new IndexCell("javaMac", 1);

    static final List<IndexCell> DECISIVE = List.of(VALUE, MAC);

    static final List<IndexCell> ALL = List.of(
            VALUE,
            new IndexCell("indexValue", 100),
            new IndexCell("indexText", 1),
            new IndexCell("lookupValues", 1),
            MAC);

    Fork.Call toCall() {
        return new Fork.Call(
                IndexCalls.class,
                call,
                Map.of("sizeBytes", Integer.toString(BYTES), "tenants", Integer.toString(tenants)),
                1);
    }

    /** For people. */
    String title() {
        return switch (call) {
            case "indexValue" -> "value to store";
            case "indexText" -> "value to store, from a text through a normalizer";
            case "lookupValues" -> "values to look for";
            default -> "javax.crypto.Mac, re-used";
        };
    }
}
