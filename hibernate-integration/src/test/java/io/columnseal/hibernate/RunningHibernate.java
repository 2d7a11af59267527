package io.columnseal.hibernate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.hibernate.Version;

/** The version of Hibernate that the tests run with, which may be older than the one they were compiled against. */
public final class RunningHibernate {

    private RunningHibernate() {}

    /** Skips a test in versions before 7 of what these lack themselves. */
    public static void assumeSeven(String what) {
        assumeTrue(isSeven(), "Hibernate 6.6 has no " + what);
    }

    /** Skips tests of what only 7.4 brought. */
    public static void assumeSevenFour(String what) {
        assumeTrue(!Version.getVersionString().matches("6\\..*|7\\.[0-3]\\..*"), "Hibernate before 7.4 has no " + what);
    }

    public static boolean isSeven() {
        return Version.getVersionString().startsWith("7.");
    }
}
