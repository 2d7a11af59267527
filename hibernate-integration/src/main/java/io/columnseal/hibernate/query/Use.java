package io.columnseal.hibernate.query;

/** What a query uses a path for, and, where an encrypted attribute cannot be used so, what to do instead. */
enum Use {
    SELECTED("a select item"),
    TESTED_FOR_NULL("is null"),
    ASSIGNED("an assignment"),
    ASSIGNED_A_LITERAL("an assignment of a literal"),

    SELECTED_DISTINCT(
            "select distinct", "Select the entity or its id, or drop distinct and remove duplicates in Java."),
    SELECTED_IN_A_SUBQUERY("a subquery", "Select the attribute in the outermost query."),
    SELECTED_IN_A_SET_OPERATION("union, intersect or except", "Run the queries one after the other."),
    SELECTED_FOR_INSERT("insert … select", "Select the values first, then insert them as parameters."),
    COMPARED("a comparison", "Ask for 'is null', or restrict the query by other attributes and compare in Java."),
    MATCHED("a predicate", "Ask for 'is null', or restrict the query by other attributes and compare in Java."),
    JOINED_ON("a join condition", "Join on other attributes."),
    GROUPED("group by", "Group the results in Java."),
    FILTERED_BY_HAVING("having", "Filter the results in Java."),
    ORDERED("order by", "Sort the results in Java."),
    WINDOWED("a window", "Compute over the results in Java."),
    PASSED_TO_A_FUNCTION("a function", "Select the attribute itself and compute in Java."),
    COMPUTED_WITH("an expression", "Select the attribute itself and compute in Java."),
    ASSIGNED_AN_EXPRESSION("an assignment of an expression", "Assign a parameter, a literal of its type or null."),
    ASSIGNED_FROM("the value of an assignment", "Select the value first, then assign it as a parameter."),
    INSERTED_BY_SELECT("the target of insert … select", "Insert parameters, literals or null."),
    CONFLICTED_ON("on conflict", "Name other attributes in the conflict clause."),
    UNKNOWN("this place", "Select the attribute itself and compute in Java.");

    private final String text;
    private final String remedy;

    /** A use that encrypted attributes allow. */
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

    boolean isAllowed() {
        return remedy.isEmpty();
    }
}
