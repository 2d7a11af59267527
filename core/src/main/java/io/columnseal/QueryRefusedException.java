package io.columnseal;

/** A query uses an encrypted attribute where only its plaintext would make sense. Thrown when the query is compiled. */
public final class QueryRefusedException extends ColumnSealException {

    private static final long serialVersionUID = 1L;

    private final String entity;
    private final String attribute;

    public QueryRefusedException(String entity, String attribute, String use, String remedy) {
        super("Encrypted attribute " + entity + "." + attribute + " cannot be used in " + use + ". " + remedy, null);
        this.entity = entity;
        this.attribute = attribute;
    }

    public String entity() {
        return entity;
    }

    public String attribute() {
        return attribute;
    }
}
