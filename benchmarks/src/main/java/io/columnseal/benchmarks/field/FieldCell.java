package io.columnseal.benchmarks.field;

/**
 * One thing to be measured: a contestant doing one operation under one set of conditions.
 *
 * @param contestant name of one of {@link Contestants}, or {@value #CONTROL}
 * @param operation {@code seal} or {@code open}; {@code spin} for the control loop
 * @param sizeBytes of the plaintext
 * @param tenants whose values come in turn
 * @param threads that do it at once
 */
record FieldCell(String contestant, String operation, int sizeBytes, int tenants, int threads) {

    static final String CONTROL = "control";

    static FieldCell of(Contestants contestant, String operation, int sizeBytes) {
        return new FieldCell(contestant.name(), operation, sizeBytes, 1, 1);
    }

    /** The control loop on so many threads. */
    static FieldCell control(int threads) {
        return new FieldCell(CONTROL, "spin", 0, 1, threads);
    }

    FieldCell withTenants(int tenants) {
        return new FieldCell(contestant, operation, sizeBytes, tenants, threads);
    }

    FieldCell withThreads(int threads) {
        return new FieldCell(contestant, operation, sizeBytes, tenants, threads);
    }

    @Override
    public String toString() {
        return contestant + " " + operation
                + (sizeBytes == 0 ? "" : ", " + sizeBytes + " B")
                + (tenants == 1 ? "" : ", " + tenants + " tenants")
                + (threads == 1 ? "" : ", " + threads + " threads");
    }
}
