package io.columnseal.benchmarks.kms;

import java.util.List;

/**
 * One thing to be measured.
 *
 * @param caller who calls
 * @param operation one of {@link #OPERATIONS}
 * @param service what answers
 */
record KmsCell(Callers caller, String operation, Services service) {

    static final List<String> OPERATIONS = List.of("unwrap", "generate");

    KmsCell of(Callers caller) {
        return new KmsCell(caller, operation, service);
    }

    @Override
    public String toString() {
        return caller + " " + operation + ", " + service;
    }
}
