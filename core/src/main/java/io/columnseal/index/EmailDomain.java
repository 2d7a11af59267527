package io.columnseal.index;

/**
 * Takes what stands behind the last {@code @} of a text: the domain of an e-mail address. A text without one has the
 * empty part. Domains are the same in upper and lower case, so put {@link FoldCase} before it.
 */
public final class EmailDomain implements Extractor<String, String> {

    @Override
    public boolean accepts(Class<?> type) {
        return type == String.class;
    }

    @Override
    public Class<String> partType() {
        return String.class;
    }

    @Override
    public String extract(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? "" : address.substring(at + 1);
    }

    /** Frozen by stored data. */
    @Override
    public String identity() {
        return "columnseal/email-domain";
    }
}
