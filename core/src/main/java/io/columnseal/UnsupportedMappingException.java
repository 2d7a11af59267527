package io.columnseal;

/** An entity mapping that cannot be encrypted safely. Thrown at start-up; names the attribute and the remedy. */
public final class UnsupportedMappingException extends ColumnSealException {

    private static final long serialVersionUID = 1L;

    private final String entity;
    private final String attribute;
    private final String remedy;

    public UnsupportedMappingException(String entity, String attribute, String problem, String remedy) {
        super(entity + "." + attribute + ": " + problem + ". " + remedy, null);
        this.entity = entity;
        this.attribute = attribute;
        this.remedy = remedy;
    }

    public String entity() {
        return entity;
    }

    /** Dotted path of the attribute inside the entity. */
    public String attribute() {
        return attribute;
    }

    /** What to change, as a sentence. */
    public String remedy() {
        return remedy;
    }
}
