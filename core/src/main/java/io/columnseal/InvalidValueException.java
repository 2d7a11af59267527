package io.columnseal;

/**
 * A value that its codec cannot represent, or opened bytes that are not of the codec's form (the attribute's Java type
 * changed). Nothing was stored.
 */
public final class InvalidValueException extends ColumnSealException {

    private static final long serialVersionUID = 1L;

    private final String codec;

    /**
     * @param codec the codec's name
     * @param problem what is wrong, without the value
     */
    public InvalidValueException(String codec, String problem) {
        super("Codec " + codec + ": " + problem, null);
        this.codec = codec;
    }

    /** Name of the codec that refused. */
    public String codec() {
        return codec;
    }
}
