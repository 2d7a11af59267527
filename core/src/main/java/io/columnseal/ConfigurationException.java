package io.columnseal;

import org.jspecify.annotations.Nullable;

/** A setting is missing, malformed or contradicts another one. Thrown at start-up; names the setting to change. */
public final class ConfigurationException extends ColumnSealException {

    private static final long serialVersionUID = 1L;

    private final String setting;

    /**
     * @param setting the property or builder method at fault, for example {@code columnseal.kms.local.master-key}
     * @param problem what is wrong with it and what to do, without the setting's value when that is secret
     */
    public ConfigurationException(String setting, String problem) {
        this(setting, problem, null);
    }

    public ConfigurationException(String setting, String problem, @Nullable Throwable cause) {
        super(setting + ": " + problem, cause);
        this.setting = setting;
    }

    /** The property or builder method to change. */
    public String setting() {
        return setting;
    }
}
