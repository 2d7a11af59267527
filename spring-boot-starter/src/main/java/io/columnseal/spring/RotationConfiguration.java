package io.columnseal.spring;

import io.columnseal.key.RotationSchedule;
import io.columnseal.reencrypt.RunStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Rotation of keys by a schedule, and what follows it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("columnseal.rotation.enabled")
class RotationConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RotationSchedule columnSealRotationSchedule(ColumnSealProperties properties) {
        ColumnSealProperties.Rotation rotation = properties.rotation();
        if (rotation.cron() != null) {
            return new CronRotation(
                    rotation.cron(), rotation.zone() == null ? CronRotation.DEFAULT_ZONE : rotation.zone());
        }
        return RotationSchedule.byAge(rotation.maxAge() == null ? RotationSchedule.DEFAULT_MAX_AGE : rotation.maxAge());
    }

    @Bean
    ColumnSealCustomizer columnSealRotation(RotationSchedule schedule) {
        return builder -> builder.rotation(schedule);
    }

    /** Re-encryption after a rotation. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("columnseal.rotation.reencrypt")
    @ConditionalOnClass(name = "org.hibernate.SessionFactory")
    static class FollowedByReencryption {

        private static final String RUN = "rotation";

        @Bean
        FollowingReencryption columnSealRotationFollower(
                ObjectProvider<EntityReencryption> reencryption,
                ObjectProvider<RunStore> runs,
                ObjectProvider<RunStarter> nodes,
                ColumnSealProperties properties,
                Environment environment) {
            return new FollowingRuns(
                            reencryption, runs, nodes, ColumnSealAutoConfiguration.application(properties, environment))
                    .named(RUN);
        }

        @Bean
        ColumnSealCustomizer columnSealReencryptionAfterRotation(
                @Qualifier("columnSealRotationFollower") FollowingReencryption following) {
            return builder -> builder.afterRotation(report -> {
                if (!report.rotated().isEmpty()) {
                    following.follow("the rotation of " + report.rotated().size() + " keys");
                }
            });
        }
    }
}
