package io.columnseal.benchmarks.kms;

/** What answers. The names are those of the JMH parameter. */
public enum Services {
    recorded("recorded answers"),
    loopback("server on loopback");

    private final String title;

    Services(String title) {
        this.title = title;
    }

    /** For people. */
    String title() {
        return title;
    }
}
