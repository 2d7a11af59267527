package io.columnseal.benchmarks.reencrypt;

/** Everybody who moves the values of a table. The names are what {@code --only} takes. */
enum Mover {
    bulk("engine without cryptography, 1 writer"),
    one("engine, 1 writer"),
    two("engine, 2 writers"),
    walk("Hibernate entity walk"),
    session("Hibernate session of managed entities");

    private final String title;

    Mover(String title) {
        this.title = title;
    }

    /** For people. */
    String title() {
        return title;
    }
}
