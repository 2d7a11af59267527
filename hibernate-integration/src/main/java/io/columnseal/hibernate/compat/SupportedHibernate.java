package io.columnseal.hibernate.compat;

import org.hibernate.Version;

/** Whether the version of Hibernate that runs is one of those this module has been tested with. */
public final class SupportedHibernate {

    private SupportedHibernate() {}

    /**
     * Passes a tested version and, with a warning, one that does not say what it is.
     *
     * @throws io.columnseal.ConfigurationException if it is refused; see docs/compatibility.md
     */
    public static void require() {
        HibernateVersion.requireTested(Version.getVersionString());
    }
}
