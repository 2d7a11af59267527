package io.columnseal.sample.kms.aws;

import io.columnseal.kms.KekResolver;
import io.columnseal.kms.Kms;
import io.columnseal.kms.aws.AwsKms;
import io.columnseal.kms.aws.AwsKmsBuilder;
import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** St. Mary's wraps its data keys with a KMS key of its own account, and can take it away. */
@Configuration(proxyBeanMethods = false)
class OwnKeyConfiguration {

    /** Not the default one: that is the one in the properties. */
    @Bean(defaultCandidate = false)
    Kms stMarysKms(
            @Value("${clinics.st-mary.key-id}") String arn,
            @Value("${columnseal.kms.aws.endpoint:#{null}}") URI endpoint) {
        AwsKmsBuilder builder = AwsKms.builder(arn);
        if (endpoint != null) {
            builder.endpoint(endpoint);
        }
        return builder.build();
    }

    @Bean
    KekResolver kekResolver() {
        return clinic -> clinic.equals("st-mary") ? "stMarysKms" : null;
    }
}
