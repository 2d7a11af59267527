package io.columnseal.spring;

import io.columnseal.ActorResolver;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.SecurityContextHolder;

/** Takes the actors of operations on keys from Spring Security, where the application has it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SecurityContextHolder.class)
class ActorConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ActorResolver columnSealActorResolver() {
        return new AuthenticatedActor();
    }
}
