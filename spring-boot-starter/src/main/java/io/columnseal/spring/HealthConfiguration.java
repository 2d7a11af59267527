package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.health.HealthFinding;
import io.columnseal.health.KeyHealth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the health endpoint tells of keys, where there is one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
class HealthConfiguration {

    // The condition of Actuator cannot be loaded without it, so it is not one of the class
    @Bean
    @ConditionalOnEnabledHealthIndicator("columnseal")
    @ConditionalOnMissingBean(name = "columnSealHealthIndicator")
    HealthIndicator columnSealHealthIndicator(
            ColumnSeal seal, ColumnSealProperties properties, ObjectProvider<ScheduledBackups> backups) {
        return new KeyHealthIndicator(
                () -> withBackups(seal.health(), backups.getIfAvailable()),
                properties.health().interval());
    }

    static KeyHealth withBackups(KeyHealth health, @Nullable ScheduledBackups backups) {
        if (backups == null) {
            return health;
        }
        List<HealthFinding> findings = new ArrayList<>(health.findings());
        findings.addAll(backups.findings());
        return new KeyHealth(health.at(), findings, health.keks());
    }
}
