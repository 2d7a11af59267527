package io.columnseal;

/** A tenant id that cannot be stored faithfully: empty, too long, or not well-formed Unicode. */
public final class TenantInvalidException extends TenantException {

    private static final long serialVersionUID = 1L;

    private final String problem;

    /**
     * @param context what the tenant was given for
     * @param problem what is wrong with the id, as a sentence without full stop
     */
    public TenantInvalidException(String context, String problem) {
        super("The tenant id given for " + context + " " + problem, context);
        this.problem = problem;
    }

    /** What is wrong with the id, without the id. */
    public String problem() {
        return problem;
    }
}
