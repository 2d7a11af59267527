package io.columnseal.spring;

/** What is done at start-up about a repository's query that uses an encrypted attribute where it cannot be used. */
enum QueryCheck {

    /** The application does not start. */
    FAIL,

    /** It is logged; the query is refused when it is used. */
    WARN;

    static final QueryCheck DEFAULT = FAIL;
}
