package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.kms.Kms;
import io.columnseal.kms.aws.AwsKms;
import io.columnseal.kms.aws.AwsKmsBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** AWS KMS, where it is chosen and its module is there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(AwsKms.class)
@ConditionalOnProperty(name = ConfiguredKms.TYPE_SETTING, havingValue = "aws")
@ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({ColumnSeal.class, Kms.class})
@EnableConfigurationProperties(AwsKmsConfiguration.Properties.class)
class AwsKmsConfiguration {

    @Bean
    Kms columnSealKms(Properties properties) {
        if (properties.keyId() == null) {
            throw new ConfigurationException(
                    AwsKms.KEY_SETTING, "is required: the id, ARN, alias name or alias ARN of a symmetric key");
        }
        AwsKmsBuilder builder = AwsKms.builder(properties.keyId())
                .previousKeyIds(properties.previousKeyIds())
                .hashTenants(properties.hashTenants());
        PropertyMapper map = PropertyMapper.get();
        map.from(properties.region()).to(builder::region);
        map.from(properties.fallbackRegion()).to(builder::fallbackRegion);
        map.from(properties.endpoint()).to(builder::endpoint);
        map.from(properties.timeout()).to(builder::timeout);
        map.from(properties.attemptTimeout()).to(builder::attemptTimeout);
        return builder.build();
    }

    /**
     * AWS KMS, which takes its credentials from the SDK's usual chain.
     *
     * @param keyId Id, ARN, alias name or alias ARN of the symmetric KMS key that wraps data keys.
     * @param previousKeyIds Ids or ARNs of KMS keys that wrapped earlier data keys.
     * @param region Region of the key; that of its ARN or of the SDK's usual chain by default.
     * @param fallbackRegion Region of a replica, asked while the key's own does not answer; for the ARN or id of a multi-region key only.
     * @param endpoint Endpoint in place of the region's, such as that of a VPC.
     * @param timeout How long a call may take with all its attempts.
     * @param attemptTimeout How long one attempt may take.
     * @param hashTenants Whether AWS and CloudTrail get hashes of tenants' ids. To be decided before the first key is
     *     made.
     */
    @ConfigurationProperties("columnseal.kms.aws")
    record Properties(
            @Nullable String keyId,
            @DefaultValue List<String> previousKeyIds,
            @Nullable String region,
            @Nullable String fallbackRegion,
            @Nullable URI endpoint,
            @Nullable Duration timeout,
            @Nullable Duration attemptTimeout,
            @DefaultValue("false") boolean hashTenants) {}
}
