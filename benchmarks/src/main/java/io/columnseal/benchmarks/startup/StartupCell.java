package io.columnseal.benchmarks.startup;

/**
 * One thing to be measured.
 *
 * @param phase in which a factory starts
 * @param variant what it finds
 */
record StartupCell(Phase phase, Variant variant) {

    /** When a factory starts. */
    enum Phase {
        first("first in a fresh JVM"),
        again("again in the same JVM");

        private final String title;

        Phase(String title) {
            this.title = title;
        }

        /** For people. */
        String title() {
            return title;
        }
    }

    StartupCell of(Variant variant) {
        return new StartupCell(phase, variant);
    }
}
