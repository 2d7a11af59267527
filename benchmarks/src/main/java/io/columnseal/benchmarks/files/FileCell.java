package io.columnseal.benchmarks.files;

import java.util.List;

/**
 * One thing to be measured.
 *
 * @param contestant who does it
 * @param operation one of {@link #OPERATIONS}
 */
record FileCell(Streams contestant, String operation) {

    static final List<String> OPERATIONS = List.of("seal", "open");

    FileCell of(Streams contestant) {
        return new FileCell(contestant, operation);
    }

    @Override
    public String toString() {
        return contestant + " " + operation;
    }
}
