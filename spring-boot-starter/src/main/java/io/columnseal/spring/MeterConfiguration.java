package io.columnseal.spring;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Meters, where Micrometer is; Spring Boot binds them to its registries. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(MeterBinder.class)
class MeterConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ReencryptionMeters columnSealReencryptionMeters() {
        return new ReencryptionMeters();
    }
}
