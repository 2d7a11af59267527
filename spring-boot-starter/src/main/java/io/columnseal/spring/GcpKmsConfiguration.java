package io.columnseal.spring;

import com.google.api.gax.core.CredentialsProvider;
import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.kms.Kms;
import io.columnseal.kms.gcp.GcpKms;
import io.columnseal.kms.gcp.GcpKmsBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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

/** Google Cloud KMS, where it is chosen and its module is there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(GcpKms.class)
@ConditionalOnProperty(name = ConfiguredKms.TYPE_SETTING, havingValue = "gcp")
@ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({ColumnSeal.class, Kms.class})
@EnableConfigurationProperties(GcpKmsConfiguration.Properties.class)
class GcpKmsConfiguration {

    @Bean
    Kms columnSealKms(Properties properties, ObjectProvider<CredentialsProvider> credentials) {
        if (properties.keyName() == null) {
            throw new ConfigurationException(
                    GcpKms.KEY_SETTING,
                    "is required: the name of a symmetric key, projects/…/locations/…/keyRings/…/cryptoKeys/…");
        }
        GcpKmsBuilder builder = GcpKms.builder(properties.keyName()).previousKeyNames(properties.previousKeyNames());
        PropertyMapper map = PropertyMapper.get();
        map.from(properties.endpoint()).to(builder::endpoint);
        map.from(properties.timeout()).to(builder::timeout);
        credentials.ifUnique(builder::credentials);
        return builder.build();
    }

    /**
     * Google Cloud KMS, which is asked with the application default credentials, or a bean of type CredentialsProvider.
     *
     * @param keyName Name of the symmetric key that wraps data keys, "projects/…/locations/…/keyRings/…/cryptoKeys/…".
     * @param previousKeyNames Names of keys that wrapped earlier data keys.
     * @param endpoint Endpoint in place of the global one, such as that of a region.
     * @param timeout How long one attempt may take, of three.
     */
    @ConfigurationProperties("columnseal.kms.gcp")
    record Properties(
            @Nullable String keyName,
            @DefaultValue List<String> previousKeyNames,
            @Nullable URI endpoint,
            @Nullable Duration timeout) {}
}
