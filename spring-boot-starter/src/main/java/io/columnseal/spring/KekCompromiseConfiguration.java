package io.columnseal.spring;

import io.columnseal.ConfigurationException;
import io.columnseal.reencrypt.RunStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Re-encryption after the leak of a master key was answered. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("columnseal.rotation.reencrypt")
@ConditionalOnClass(name = "org.hibernate.SessionFactory")
class KekCompromiseConfiguration {

    private static final String RUN = "kek-compromise";

    @Bean
    FollowingReencryption columnSealKekCompromiseFollower(
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
    ColumnSealCustomizer columnSealReencryptionAfterKekCompromise(
            @Qualifier("columnSealKekCompromiseFollower") FollowingReencryption following) {
        return builder -> builder.afterKekCompromise(report -> following.follow("the compromise of " + report.kekId()));
    }

    /** After the first rotation, in ninety days, would be late to hear that nothing can follow. */
    @Bean
    @ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
    static SmartInitializingSingleton columnSealReencryptionCanFollow(
            ObjectProvider<EntityReencryption> reencryption, ObjectProvider<RunStarter> nodes) {
        return () -> {
            if (nodes.getIfAvailable() != null) {
                return;
            }
            EntityReencryption follower = reencryption.getIfUnique();
            if (follower == null) {
                throw new ConfigurationException(
                        "columnseal.rotation.reencrypt",
                        "needs one EntityManagerFactory, whose entities would be re-encrypted. Where there are several, or"
                                + " none, call ColumnSeal.reencryption by yourself, as an afterRotation of a"
                                + " ColumnSealCustomizer");
            }
            follower.prepare();
        };
    }
}
