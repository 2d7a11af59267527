package io.columnseal.audit;

/**
 * Something that is wrong with the access log.
 *
 * @param kind what it is
 * @param first number of the first entry in question
 * @param last number of the last one
 * @param problem in words, for people
 */
public record AuditFinding(Kind kind, long first, long last, String problem) {

    /** What may be wrong. */
    public enum Kind {
        /** Entries are gone. */
        MISSING,

        /** An entry was changed, or made up, since its MAC is wrong. */
        EDITED,

        /** An entry stands where another one was written. */
        OUT_OF_ORDER,

        /** An entry is genuine but does not follow the one before it: a part of the log was put in another one's place. */
        REPLACED,

        /** An entry has no MAC: it was written past this product. */
        UNLINKED,

        /** An entry names another SYSTEM key than the present one, so that it cannot be verified. */
        OTHER_KEY,

        /** A node found that entries which it had written were gone. */
        CUT
    }

    @Override
    public String toString() {
        return kind + " " + (first == last ? "entry " + first : "entries " + first + " to " + last) + ": " + problem;
    }
}
