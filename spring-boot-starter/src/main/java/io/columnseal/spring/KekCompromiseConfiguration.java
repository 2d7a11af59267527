package io.columnseal.spring;

import io.columnseal.reencrypt.RunStore;
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

    @Bean
    ColumnSealCustomizer columnSealReencryptionAfterKekCompromise(
            ObjectProvider<EntityReencryption> reencryption,
            ObjectProvider<RunStore> runs,
            ObjectProvider<RunStarter> nodes) {
        FollowingReencryption following = new FollowingReencryption(reencryption, runs, nodes);
        return builder -> builder.afterKekCompromise(
                report -> following.run("kek-compromise", "the compromise of " + report.kekId()));
    }
}
