package io.columnseal.health;

/**
 * Something to know or to do about keys. Names keys by their ids; holds no tenant and no value.
 *
 * @param kind what it is about
 * @param severity how urgent
 * @param message what was found
 * @param action what to do
 */
public record HealthFinding(Kind kind, Severity severity, String message, String action) {

    /** How urgent a finding is. */
    public enum Severity {
        /** Worth knowing. */
        INFO,

        /** To be done within days. */
        WARNING,

        /** To be looked at now. */
        CRITICAL
    }

    /** What a finding is about. */
    public enum Kind {
        /** Data keys seal longer than they should. */
        OLD_DATA_KEY,

        /** The KEK is in use longer than it should. */
        OLD_MASTER_KEY,

        /** A KEK is disabled, waits for its deletion, or is not there. */
        UNUSABLE_MASTER_KEY,

        /** Values did not open. */
        FAILED_DECRYPTIONS,

        /** Tenants asked for values of others and were refused. */
        CROSS_TENANT_READS,

        /** Operations on keys were done outside business hours. */
        OUTSIDE_BUSINESS_HOURS,

        /** Keys were used from an origin that is not expected. */
        UNUSUAL_ORIGIN,

        /** Keys are marked as compromised and still open values. */
        COMPROMISED_KEY,

        /** Key rows are not as this product wrote them. */
        EDITED_KEY_ROW,

        /** Key rows were edited so that they are none. */
        MALFORMED_KEY_ROW,

        /** The database lets the application edit the access log. */
        EDITABLE_LOG,

        /** The access log is not as this product wrote it. */
        BROKEN_LOG,

        /** Entries of the access log were lost on their way to it or to the sink. */
        LOST_ENTRIES,

        /** The keys were not backed up for longer than they should; where backups are made by a schedule. */
        OLD_BACKUP,

        /** Keys that were used have no row any more. */
        LOST_KEY,

        /** Changes that other nodes make to keys are not heard of. */
        UNHEARD_CHANGES,

        /** The KMS or the key database does not answer and is left alone for a while. */
        OUTAGE,

        /** The checks could not be made. */
        UNCHECKED
    }

    @Override
    public String toString() {
        return severity + ": " + message + ". " + action + ".";
    }
}
