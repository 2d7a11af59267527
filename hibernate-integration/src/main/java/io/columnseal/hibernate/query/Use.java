package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.internal.EncryptedAttribute;

/** What a query uses a path for, and, where an encrypted attribute cannot be used so, what to do instead. */
enum Use {
    SELECTED("a select item"),
    TESTED_FOR_NULL("is null"),
    ASSIGNED("an assignment"),
    ASSIGNED_A_LITERAL("an assignment of a literal"),

    /** Allowed for an attribute with a blind index. */
    EQUATED(
            "a comparison",
            "Annotate it @BlindIndex to find rows by its value, ask for 'is null', or restrict the query by other"
                    + " attributes and compare in Java."),
    /** The same with a literal in it. */
    EQUATED_TO_A_LITERAL("a comparison", EQUATED.remedy),
    /** Allowed for an attribute with a blind index whose normalizer folds case. */
    EQUATED_WITHOUT_CASE(
            "a comparison that ignores case",
            "Annotate it @BlindIndex(normalizer = FoldCase.class) to find rows by its value in upper or lower case."),
    EQUATED_IN_ONE_CASE(
            "a comparison of its value in lower or upper case with another",
            "Write lower(…) = lower(…), or compare the attribute itself: a blind index that folds case"
                    + " (@BlindIndex(normalizer = FoldCase.class)) finds values in any case."),
    /** Allowed for an attribute with a blind index of prefixes. */
    PREFIXED(
            "like",
            "Annotate it @BlindIndex(prefix = …) to find rows by how its value begins, or restrict the query by other"
                    + " attributes and match in Java."),
    /** The same with a literal in it. */
    PREFIXED_BY_A_LITERAL("like", PREFIXED.remedy),
    /** Allowed if a normalizer of that index folds case. */
    PREFIXED_WITHOUT_CASE(
            "like without case",
            "Annotate it @BlindIndex(prefix = …, normalizer = FoldCase.class) to find rows by how its value begins in upper or"
                    + " lower case."),
    MATCHED_BY_ANOTHER(
            "like with a pattern that is not a prefix",
            "Its blind index finds 'abc%' up to the length of the index: a parameter, a literal or concat of them, whose only"
                    + " wildcard is % at the end, with a literal as escape character."),
    MATCHED_BY_TOO_LONG_A_PREFIX(
            "like with a prefix that is longer than its blind index",
            "Look for fewer characters and compare in Java, or raise @BlindIndex(prefix = …)."),
    EQUATED_TO_ANOTHER(
            "a comparison with another attribute",
            "Blind indexes of two attributes never match: select both and compare in Java."),
    NEGATED_BETWEEN_ROWS(
            "<>, not in or not between two rows' values",
            "Equal values may have different index values while an index key is being replaced: select both and compare"
                    + " in Java."),
    EQUATED_IN_MIGRATION(
            "a comparison between two rows' values while its column is in migration",
            "One may be sealed and the other not: select both and compare in Java."),
    EQUATED_WITHOUT_CASE_IN_MIGRATION(
            "a comparison that ignores case while its column is in migration by an importer",
            "What is not sealed yet is no text to the database, which could not find it in another case: compare the attribute"
                    + " itself, which finds it as it is written, or wait until the migration is over."),
    EQUATED_ELSEWHERE(
            "a comparison in a derived table, common table expression or audit table",
            "Compare it where the query selects from the entity itself; audit tables have no blind index."),
    SELECTED_DISTINCT(
            "select distinct", "Select the entity or its id, or drop distinct and remove duplicates in Java."),
    SELECTED_IN_A_SUBQUERY("a subquery", "Select the attribute in the outermost query."),
    SELECTED_IN_A_SET_OPERATION("union, intersect or except", "Run the queries one after the other."),
    SELECTED_FOR_INSERT("insert … select", "Select the values first, then insert them as parameters."),
    COMPARED("a comparison", Remedies.RESTRICT),
    MATCHED("a predicate", Remedies.RESTRICT),
    JOINED_ON("a join condition", "Join on other attributes."),
    GROUPED("group by", "Group the results in Java."),
    FILTERED_BY_HAVING("having", "Filter the results in Java."),
    ORDERED("order by", "Sort the results in Java."),
    WINDOWED("a window", "Compute over the results in Java."),
    PASSED_TO_A_FUNCTION("a function", "Select the attribute itself and compute in Java."),
    COMPUTED_WITH("an expression", "Select the attribute itself and compute in Java."),
    ASSIGNED_AN_EXPRESSION("an assignment of an expression", "Assign a parameter, a literal of its type or null."),
    ASSIGNED_THOUGH_READ_ONLY(
            "an assignment, since its mapping only reads the column",
            "Assign the attribute that is mapped to write it, and with it its blind index; if there is none, map this"
                    + " one insertable and updatable."),
    ASSIGNED_ELSEWHERE(
            "an assignment by a statement that changes another entity",
            "Name the entity that declares the attribute as the one that the statement changes."),
    ASSIGNED_FROM("the value of an assignment", "Select the value first, then assign it as a parameter."),
    INSERTED_BY_SELECT("the target of insert … select", "Insert parameters, literals or null."),
    INSERTED_OR_UPDATED(
            "insert … on conflict do update, since its blind index is unique and this database would update any row that holds"
                    + " an equal value",
            "Find out whether the row exists, and insert or update it."),
    INSERTED_OR_LEFT_OUT(
            "insert … on conflict (…) do nothing, since its blind index is unique and this database would also leave out rows"
                    + " whose value another row holds",
            "Write 'on conflict do nothing' if these are to be left out as well; otherwise find out whether the row exists,"
                    + " and insert it."),
    CONFLICTED_ON(
            "on conflict",
            "Name other attributes in the conflict clause, or none: 'on conflict do nothing' also leaves out rows whose value"
                    + " a unique blind index holds back."),
    UNKNOWN("this place", "Select the attribute itself and compute in Java.");

    private final String text;
    private final String remedy;

    /** A use that all encrypted attributes allow. */
    Use(String text) {
        this(text, "");
    }

    Use(String text, String remedy) {
        this.text = text;
        this.remedy = remedy;
    }

    /** As it reads after "cannot be used in". */
    String text() {
        return text;
    }

    /** What to do instead, as a sentence; empty for an allowed use. */
    String remedy() {
        return remedy;
    }

    /** The same for an attribute that may have a blind index, or stand for the part of another one. */
    String remedyFor(EncryptedAttribute attribute) {
        if (attribute.lookupOnly() && (isAllowed() || this == UNKNOWN)) {
            return Remedies.LOOK_UP;
        }
        return attribute.index() != null && (this == COMPARED || this == MATCHED) ? Remedies.EQUATE : remedy;
    }

    boolean isAllowedFor(EncryptedAttribute attribute) {
        AttributeIndex index = attribute.index();
        AttributeIndex prefixes = attribute.prefixIndex();
        return switch (this) {
            case EQUATED, EQUATED_TO_A_LITERAL -> index != null;
            case EQUATED_WITHOUT_CASE -> index != null && index.form().foldsCase();
            case PREFIXED, PREFIXED_BY_A_LITERAL -> prefixes != null;
            case PREFIXED_WITHOUT_CASE -> prefixes != null && prefixes.form().foldsCase();
            case TESTED_FOR_NULL -> true;
            default -> isAllowed() && !attribute.lookupOnly();
        };
    }

    /** Whether all encrypted attributes allow it. */
    boolean isAllowed() {
        return remedy.isEmpty();
    }

    /** Whether it shows a value in the text of the query. */
    boolean isOfLiteral() {
        return this == ASSIGNED_A_LITERAL || this == EQUATED_TO_A_LITERAL || this == PREFIXED_BY_A_LITERAL;
    }

    private static final class Remedies {

        private static final String RESTRICT =
                "Ask for 'is null', or restrict the query by other attributes and compare in Java.";
        private static final String EQUATE =
                "Its blind index finds equal values: compare it by =, <>, in or not in with parameters or literals of its"
                        + " type, ask for 'is null', or restrict the query by other attributes and compare in Java.";

        private static final String LOOK_UP =
                "It only stands for the part of an attribute that a blind index holds, and has no value of its own: compare it"
                        + " by =, <>, in or not in, and select or assign the attribute itself.";

        private Remedies() {}
    }
}
