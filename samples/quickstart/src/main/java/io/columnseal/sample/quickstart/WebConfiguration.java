package io.columnseal.sample.quickstart;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets no request reach patients before its clinic is known. */
@Configuration
class WebConfiguration implements WebMvcConfigurer {

    private final KnownClinicsOnly knownClinicsOnly;

    WebConfiguration(KnownClinicsOnly knownClinicsOnly) {
        this.knownClinicsOnly = knownClinicsOnly;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(knownClinicsOnly).addPathPatterns("/patients/**");
    }
}
