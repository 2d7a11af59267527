package io.columnseal.leakage;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.leakage.LeakageFinding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what is worth saying about an index in its figures. */
final class Judgement {

    private static final String REMOVAL = "Remove @BlindIndex and drop the column, unless you accept that";

    private final IndexTally tally;
    private final String attribute;
    private final String column;
    private final boolean prefixes;

    /** @param unjudged the index without findings */
    Judgement(IndexTally tally, IndexLeakage unjudged) {
        this.tally = tally;
        this.attribute = unjudged.attribute();
        this.column = unjudged.place();
        this.prefixes = unjudged.index().name().equals(IndexColumn.PREFIXES);
    }

    /** @param tenantsMissing whether there may be tenants that were not told apart */
    List<LeakageFinding> findings(boolean tenantsMissing) {
        List<LeakageFinding> findings = new ArrayList<>();
        LeakageFinding gravest = gravest();
        if (gravest != null) {
            findings.add(gravest);
        }
        if (prefixes) {
            findings.add(finding(
                    Kind.PREFIXES,
                    "it also shows for any two rows of a tenant how many characters they have in common at the beginning,"
                            + " which the figures, of whole values, say nothing of",
                    "Make the prefix no longer than it must be: @BlindIndex(prefix = …)"));
        }
        if (tenantsMissing) {
            findings.add(finding(
                    Kind.TENANTS_UNKNOWN,
                    "where rows name their tenant is not known, so all count as one tenant's: if they are several's, the"
                            + " figures look better than they are",
                    "Name the column: SealedColumn.withTenant(…)"));
        } else if (tally.tenantsUnderSeveralKeys() > 0) {
            findings.add(finding(
                    Kind.KEY_CHANGING,
                    format(
                            "values of %,d tenant(s) are indexed under two INDEX keys and counted apart, so the figures look"
                                    + " better than they will",
                            tally.tenantsUnderSeveralKeys()),
                    "Measure again when the index was rebuilt"));
        }
        return findings;
    }

    private @Nullable LeakageFinding gravest() {
        if (tally.rows() < Thresholds.ROWS) {
            return null;
        }
        // Many tenants with next to no rows must not hide one with many
        TenantFigures most = tally.mostRepeated();
        TenantFigures inOne = most != null && most.repetitions() >= Thresholds.REPETITIONS ? most : null;
        boolean onAverage = tally.repetitions() >= Thresholds.REPETITIONS;
        if ((inOne != null || onAverage) && tally.mostValues() <= Thresholds.FEW_VALUES) {
            return finding(
                    Kind.FEW_VALUES,
                    format(
                            "no tenant has more than %,d different values, and how frequent they are tells which rows hold"
                                    + " which",
                            tally.mostValues()),
                    "Find rows by another attribute and filter in the application. " + REMOVAL);
        }
        TenantFigures frequent = tally.mostFrequent();
        if (frequent != null && frequent.largestShare() * 100 >= Thresholds.FREQUENT_PERCENT) {
            return finding(
                    Kind.FREQUENT_VALUE,
                    format(
                            "one value stands in %.1f %% of %,d rows%s, and who knows which it must be knows it of all of"
                                    + " them",
                            frequent.largestShare() * 100, frequent.rows(), of(frequent)),
                    "If it is a placeholder, store null instead. " + REMOVAL);
        }
        if (onAverage) {
            return repeated(format("a value stands in %.1f rows of a tenant on average", tally.repetitions()));
        }
        return inOne != null
                ? repeated(format(
                        "a value stands in %.1f of the %,d rows%s on average",
                        inOne.repetitions(), inOne.rows(), of(inOne)))
                : null;
    }

    private LeakageFinding repeated(String problem) {
        return finding(
                Kind.REPEATED_VALUES,
                problem + ", so rows can be linked, and common values guessed",
                "Index it only if it must be found by. " + REMOVAL);
    }

    private static String of(TenantFigures figures) {
        return figures.tenant() == null ? "" : " of tenant " + figures.tenant();
    }

    private LeakageFinding finding(Kind kind, String problem, String remedy) {
        return new LeakageFinding(kind, attribute, column, problem, remedy);
    }

    private static String format(String text, Object... numbers) {
        return String.format(Locale.ROOT, text, numbers);
    }
}
