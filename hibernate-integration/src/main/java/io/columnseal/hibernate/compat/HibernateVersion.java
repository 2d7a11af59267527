package io.columnseal.hibernate.compat;

import io.columnseal.ConfigurationException;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A version of Hibernate, and whether this module has been tested with it. */
record HibernateVersion(int major, int minor, int patch) implements Comparable<HibernateVersion> {

    private static final Logger LOG = LoggerFactory.getLogger(HibernateVersion.class);
    private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");
    private static final Comparator<HibernateVersion> ORDER = Comparator.comparingInt(HibernateVersion::major)
            .thenComparingInt(HibernateVersion::minor)
            .thenComparingInt(HibernateVersion::patch);

    /** The patch that was tested of each line; the same as docs/compatibility.md says. */
    private static final Map<String, HibernateVersion> TESTED = Map.of(
            "6.6", new HibernateVersion(6, 6, 53),
            "7.2", new HibernateVersion(7, 2, 12),
            "7.3", new HibernateVersion(7, 3, 0),
            "7.4", new HibernateVersion(7, 4, 1));

    private static final HibernateVersion NEWEST = new HibernateVersion(7, 4, 1);

    /**
     * Passes what {@link #requireTested()} passes and, with a warning, a version that is not said, as of a jar whose manifest
     * was lost when it was packed with others: there the check of the query guard has to prove itself.
     *
     * @throws ConfigurationException as there
     */
    static void requireTested(String text) {
        HibernateVersion version = parse(text);
        if (version != null) {
            version.requireTested();
            return;
        }
        LOG.warn(
                "Hibernate does not say which version it is (\"{}\"), so nobody can tell whether ColumnSeal was tested with it."
                        + " Keep Implementation-Version in the manifest of hibernate-core",
                text);
    }

    /** @return null if it is none */
    static @Nullable HibernateVersion parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? new HibernateVersion(
                        Integer.parseInt(form.group(1)),
                        Integer.parseInt(form.group(2)),
                        Integer.parseInt(form.group(3)))
                : null;
    }

    /**
     * Passes tested lines and, with a warning, patches older than the tested one and minor versions newer than all tested
     * ones, which the check of the query guard has to prove itself on.
     *
     * @throws ConfigurationException for older lines and newer major versions: where the guard has not been tested, a query
     *     might find nothing or store plaintext without a word
     */
    void requireTested() {
        HibernateVersion tested = TESTED.get(major + "." + minor);
        if (tested == null && (major != NEWEST.major || minor < NEWEST.minor)) {
            throw new ConfigurationException(
                    "org.hibernate.orm:hibernate-core",
                    "this version of ColumnSeal is not tested with Hibernate " + this
                            + ". Use Hibernate 6.6, 7.2, 7.3 or 7.4, or a version of ColumnSeal that supports it");
        }
        if (tested == null || compareTo(tested) < 0) {
            LOG.warn("ColumnSeal is tested with Hibernate {}, not with {}", tested == null ? NEWEST : tested, this);
        }
    }

    @Override
    public int compareTo(HibernateVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
