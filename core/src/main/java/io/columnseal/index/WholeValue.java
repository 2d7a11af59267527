package io.columnseal.index;

/** Takes all there is: for a further index of the same values under other normalizers. */
public final class WholeValue implements Extractor<Object, Object> {

    @Override
    public boolean accepts(Class<?> type) {
        return true;
    }

    /** Stands for the type of the values. */
    @Override
    public Class<Object> partType() {
        return Object.class;
    }

    @Override
    public Object extract(Object value) {
        return value;
    }

    /** Empty, as if there were no extractor. */
    @Override
    public String identity() {
        return "";
    }
}
