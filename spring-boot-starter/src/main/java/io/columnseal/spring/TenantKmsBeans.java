package io.columnseal.spring;

import io.columnseal.ColumnSealBuilder;
import io.columnseal.ConfigurationException;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The KMS of tenants who bring their own key: every bean of the type but the one that the deployment has in common, by its
 * name. Declared with {@code @Bean(defaultCandidate = false)}, they leave that one to the settings.
 */
final class TenantKmsBeans {

    /** The name of the bean that is made by the settings, whatever its type. */
    private static final String BY_SETTINGS = "columnSealKms";

    private final ListableBeanFactory beans;
    private final @Nullable Kms common;
    private final Environment settings;

    /** @param common null if there is none, which the builder refuses */
    TenantKmsBeans(ListableBeanFactory beans, @Nullable Kms common, Environment settings) {
        this.beans = beans;
        this.common = common;
        this.settings = settings;
    }

    /** @throws ConfigurationException if a bean of the application's stands where settings say which KMS all have in common */
    void addTo(ColumnSealBuilder builder) {
        beans.getBeansOfType(Kms.class).forEach((name, kms) -> {
            if (kms != common) {
                builder.borrowedTenantKms(name, kms);
            } else if (!name.equals(BY_SETTINGS)) {
                requireNoSettings(name);
            }
        });
    }

    /** Whoever holds a tenant's KEK would open, and could switch off, what is everybody's. */
    private void requireNoSettings(String bean) {
        for (String setting : new String[] {ConfiguredKms.TYPE_SETTING, LocalKms.MASTER_KEY_SETTING}) {
            if (StringUtils.hasText(settings.getProperty(setting))) {
                throw new ConfigurationException(
                        setting,
                        "is set, and the bean " + bean + " would wrap the keys of all tenants in its place. If it is a"
                                + " tenant's, declare it with @Bean(defaultCandidate = false); if it is meant for all,"
                                + " remove this setting");
            }
        }
    }
}
