package io.columnseal.spring;

import com.azure.core.credential.TokenCredential;
import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.kms.Kms;
import io.columnseal.kms.azure.AzureKms;
import io.columnseal.kms.azure.AzureKmsBuilder;
import io.columnseal.kms.azure.KeyWrapping;
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
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Azure Key Vault or Managed HSM, where it is chosen and its module is there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(AzureKms.class)
@ConditionalOnProperty(name = ConfiguredKms.TYPE_SETTING, havingValue = "azure")
@ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({ColumnSeal.class, Kms.class})
@EnableConfigurationProperties(AzureKmsConfiguration.Properties.class)
class AzureKmsConfiguration {

    @Bean
    Kms columnSealKms(
            Properties properties, ObjectProvider<TokenCredential> credential, ObjectProvider<SslBundles> sslBundles) {
        if (properties.keyId() == null) {
            throw new ConfigurationException(
                    AzureKms.KEY_SETTING,
                    "is required: the identifier of a key, such as https://clinic.vault.azure.net/keys/columnseal");
        }
        AzureKmsBuilder builder = AzureKms.builder(properties.keyId())
                .previousKeyIds(properties.previousKeyIds())
                .verifyChallenge(properties.verifyChallenge());
        PropertyMapper map = PropertyMapper.get();
        map.from(properties.wrapping()).to(builder::wrapping);
        map.from(properties.timeout()).to(builder::timeout);
        map.from(properties.sslBundle())
                .as(name -> sslBundles.getObject().getBundle(name).createSslContext())
                .to(builder::sslContext);
        credential.ifUnique(builder::credential);
        return builder.build();
    }

    /**
     * Azure Key Vault, which is asked with the default chain of Azure's identity library, or a bean of type
     * TokenCredential.
     *
     * @param keyId Identifier of the key that wraps data keys, such as "https://clinic.vault.azure.net/keys/columnseal".
     * @param previousKeyIds Identifiers of keys that wrapped earlier data keys.
     * @param wrapping How data keys are wrapped: "rsa-oaep-256", or "a256kw" under an oct-HSM key of Managed HSM.
     * @param timeout How long one attempt may take, of three.
     * @param sslBundle Name of the SSL bundle that tells whom to trust.
     * @param verifyChallenge Whether a vault must ask for tokens of its own domain.
     */
    @ConfigurationProperties("columnseal.kms.azure")
    record Properties(
            @Nullable String keyId,
            @DefaultValue List<String> previousKeyIds,
            @Nullable KeyWrapping wrapping,
            @Nullable Duration timeout,
            @Nullable String sslBundle,
            @DefaultValue("true") boolean verifyChallenge) {}
}
