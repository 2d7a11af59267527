package io.columnseal.spring;

import io.columnseal.key.KeyRotationReport;
import io.columnseal.key.RotationSchedule;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.ReencryptionReport;
import io.columnseal.reencrypt.RunStore;
import java.time.ZoneId;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Rotation of keys by a schedule, and what follows it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("columnseal.rotation.enabled")
class RotationConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RotationConfiguration.class);

    @Bean
    @ConditionalOnMissingBean
    RotationSchedule columnSealRotationSchedule(ColumnSealProperties properties) {
        ColumnSealProperties.Rotation rotation = properties.rotation();
        if (rotation.cron() != null) {
            return new CronRotation(rotation.cron(), ZoneId.systemDefault());
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

        /** Looked up when it is needed: it needs what this customizes. */
        @Bean
        ColumnSealCustomizer columnSealReencryptionAfterRotation(
                ObjectProvider<EntityReencryption> reencryption,
                ObjectProvider<RunStore> runs,
                ObjectProvider<RunStarter> nodes) {
            return builder -> builder.afterRotation(report -> reencrypt(report, reencryption, runs, nodes));
        }

        private static void reencrypt(
                KeyRotationReport report,
                ObjectProvider<EntityReencryption> reencryption,
                ObjectProvider<RunStore> runs,
                ObjectProvider<RunStarter> nodes) {
            if (report.rotated().isEmpty()) {
                return;
            }
            String id = "rotation-" + UUID.randomUUID();
            RunStarter starter = nodes.getIfAvailable();
            if (starter != null) {
                starter.start(id);
                LOG.info(
                        "Re-encryption {} after the rotation of {} keys has begun, on all nodes",
                        id,
                        report.rotated().size());
                return;
            }
            Reencryption run = runs.getIfAvailable() == null
                    ? reencryption.getObject().prepare()
                    : reencryption.getObject().prepare(id);
            ReencryptionReport done = run.run();
            LOG.info(
                    "Re-encryption {} after the rotation of {} keys: {} values moved, complete: {}",
                    done.run(),
                    report.rotated().size(),
                    done.reencrypted(),
                    done.complete());
        }
    }
}
