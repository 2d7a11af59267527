package io.columnseal.spring;

import io.columnseal.key.KekCompromiseReport;
import io.columnseal.reencrypt.ReencryptionReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Re-encryption after the leak of a master key was answered. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("columnseal.rotation.reencrypt")
@ConditionalOnClass(name = "org.hibernate.SessionFactory")
class KekCompromiseConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(KekCompromiseConfiguration.class);

    /** Looked up when it is needed: it needs what this customizes. */
    @Bean
    ColumnSealCustomizer columnSealReencryptionAfterKekCompromise(ObjectProvider<EntityReencryption> reencryption) {
        return builder -> builder.afterKekCompromise(report -> reencrypt(report, reencryption));
    }

    private static void reencrypt(KekCompromiseReport report, ObjectProvider<EntityReencryption> reencryption) {
        ReencryptionReport done = reencryption.getObject().prepare().run();
        LOG.info(
                "Re-encryption after the compromise of {}: {} values moved, complete: {}",
                report.kekId(),
                done.reencrypted(),
                done.complete());
    }
}
