package io.columnseal.benchmarks.startup;

/** What differs between two starts. The names are what {@code --only} takes. */
enum Variant {
    encrypted("60 encrypted attributes", true, true),
    plain("none encrypted", false, true),
    absent("none encrypted, ColumnSeal not on the class path", false, false);

    private final String title;
    private final boolean annotated;
    private final boolean present;

    Variant(String title, boolean annotated, boolean present) {
        this.title = title;
        this.annotated = annotated;
        this.present = present;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** Whether attributes carry {@code @Encrypted}. */
    boolean annotated() {
        return annotated;
    }

    /** Whether ColumnSeal is on the class path. */
    boolean present() {
        return present;
    }
}
