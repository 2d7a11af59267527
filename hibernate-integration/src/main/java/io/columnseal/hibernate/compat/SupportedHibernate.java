package io.columnseal.hibernate.compat;

/** Whether the version of Hibernate that runs is one of those this module has been tested with. */
public final class SupportedHibernate {

    private SupportedHibernate() {}

    /**
     * Passes a tested version, or one that does not say what it is.
     *
     * @throws io.columnseal.ConfigurationException if it is refused; see docs/compatibility.md
     */
    public static void require() {
        HibernateVersion running = HibernateVersion.running();
        if (running != null) {
            running.requireTested();
        }
    }
}
