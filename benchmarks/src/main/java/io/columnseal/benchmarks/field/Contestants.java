package io.columnseal.benchmarks.field;

/** Everybody who takes part. The names are what {@code --only} and {@code -p contestant=} take. */
public enum Contestants {
    columnseal("ColumnSeal", ColumnSealContestant::new),
    bare("bare JDK cipher", BareCipher::new),
    naive("naive converter", NaiveConverter::new),
    tink("Tink", TinkAead::new),
    springsecurity("Spring Security", SpringSecurityGcm::new),
    bouncycastle("Bouncy Castle", BouncyCastleGcm::new),
    jasypt("jasypt", JasyptStrong::new);

    private final String title;
    private final Constructor constructor;

    Contestants(String title, Constructor constructor) {
        this.title = title;
        this.constructor = constructor;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** A contestant with keys for so many tenants. */
    Contestant forTenants(int tenants) throws Exception {
        return constructor.with(tenants);
    }

    @FunctionalInterface
    private interface Constructor {
        Contestant with(int tenants) throws Exception;
    }
}
