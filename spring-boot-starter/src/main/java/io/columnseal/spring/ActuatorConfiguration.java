package io.columnseal.spring;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What Actuator's endpoints must not show. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SanitizingFunction.class)
class ActuatorConfiguration {

    @Bean
    SanitizingFunction columnSealSecretSettings(ColumnSealProperties properties, Environment environment) {
        return new SecretSettings(properties, environment);
    }
}
