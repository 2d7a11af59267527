package io.columnseal.benchmarks.field;

/** Everybody who takes part. The names are what {@code --only} and {@code -p contestant=} take. */
public enum Contestants {
    columnseal("ColumnSeal"),
    bare("bare JDK cipher"),
    naive("naive converter"),
    tink("Tink"),
    springsecurity("Spring Security"),
    bouncycastle("Bouncy Castle"),
    jasypt("jasypt");

    private final String title;

    Contestants(String title) {
        this.title = title;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** A contestant with keys for so many tenants. */
    Contestant forTenants(int tenants) throws Exception {
        return switch (this) {
            case columnseal -> new ColumnSealContestant(tenants);
            case bare -> new BareCipher(tenants);
            case naive -> new NaiveConverter(tenants);
            case tink -> new TinkAead(tenants);
            case springsecurity -> new SpringSecurityGcm(tenants);
            case bouncycastle -> new BouncyCastleGcm(tenants);
            case jasypt -> new JasyptStrong(tenants);
        };
    }
}
