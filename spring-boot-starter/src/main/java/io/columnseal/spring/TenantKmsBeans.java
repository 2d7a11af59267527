package io.columnseal.spring;

import io.columnseal.ColumnSealBuilder;
import io.columnseal.kms.Kms;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The KMS of tenants who bring their own key: every bean of the type but the one that the deployment has in common, by its
 * name. Declared with {@code @Bean(defaultCandidate = false)}, they leave that one to the settings.
 */
final class TenantKmsBeans {

    private final ListableBeanFactory beans;
    private final @Nullable Kms common;

    /** @param common null if there is none, which the builder refuses */
    TenantKmsBeans(ListableBeanFactory beans, @Nullable Kms common) {
        this.beans = beans;
        this.common = common;
    }

    void addTo(ColumnSealBuilder builder) {
        beans.getBeansOfType(Kms.class).forEach((name, kms) -> {
            if (kms != common) {
                builder.borrowedTenantKms(name, kms);
            }
        });
    }
}
