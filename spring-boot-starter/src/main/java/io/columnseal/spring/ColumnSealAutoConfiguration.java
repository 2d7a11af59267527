package io.columnseal.spring;

import io.columnseal.ActorResolver;
import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.SealListener;
import io.columnseal.TenantResolver;
import io.columnseal.audit.AuditSink;
import io.columnseal.codec.CodecRegistry;
import io.columnseal.codec.Codecs;
import io.columnseal.codec.ValueCodec;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyAuthorizer;
import io.columnseal.kms.KekResolver;
import io.columnseal.kms.Kms;
import io.columnseal.kms.RecoveryKey;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Builds the application's {@link ColumnSeal} from properties and beans. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.XADataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.JndiDataSourceAutoConfiguration"
        })
@Conditional(EncryptionWantedCondition.class)
@EnableConfigurationProperties(ColumnSealProperties.class)
@Import({
    AwsKmsConfiguration.class,
    AzureKmsConfiguration.class,
    GcpKmsConfiguration.class,
    Pkcs11KmsConfiguration.class,
    VaultKmsConfiguration.class,
    KmsConfiguration.class,
    KeyBundleConfiguration.class,
    KeyFileConfiguration.class,
    KeyStoreConfiguration.class,
    ActorConfiguration.class,
    KekCompromiseConfiguration.class,
    RotationConfiguration.class,
    BackupConfiguration.class,
    HibernateConfiguration.class,
    SpringDataConfiguration.class,
    ActuatorConfiguration.class,
    HealthConfiguration.class,
    MeterConfiguration.class,
    SharedReencryptionConfiguration.class
})
class ColumnSealAutoConfiguration {

    /** Static, since the settings of other beans may be bound before this class is ready. */
    @Bean
    static UnquotedBindErrors columnSealUnquotedBindErrors() {
        return new UnquotedBindErrors();
    }

    @Bean
    @ConditionalOnMissingBean
    CodecRegistry columnSealCodecs(ObjectProvider<ValueCodec<?>> own) {
        Codecs.Builder codecs = Codecs.builder();
        own.orderedStream().forEach(codecs::add);
        return codecs.build();
    }

    @Bean
    @ConditionalOnMissingBean
    ColumnSeal columnSeal(
            ColumnSealProperties properties,
            Environment environment,
            ObjectProvider<Kms> kms,
            ObjectProvider<KekResolver> kekResolver,
            ListableBeanFactory beans,
            ObjectProvider<DataKeyStore> keyStore,
            CodecRegistry codecs,
            ObjectProvider<TenantResolver> tenantResolver,
            ObjectProvider<ActorResolver> actorResolver,
            ObjectProvider<KeyAuthorizer> keyAuthorizer,
            ObjectProvider<SealListener> listeners,
            ObjectProvider<AuditSink> auditSink,
            ObjectProvider<ColumnSealCustomizer> customizers) {
        ColumnSealBuilder builder =
                ColumnSeal.builder().environment(properties.deployment()).codecs(codecs);
        PropertyMapper map = PropertyMapper.get();
        map.from(application(properties, environment)).to(builder::application);
        map.from(properties.defaultTenant()).to(builder::defaultTenant);
        map.from(properties.systemKeyPin()).to(builder::systemKeyPin);
        map.from(properties.suite()).to(builder::suite);
        map.from(properties.cache().ttl()).to(builder::cacheTtl);
        map.from(properties.cache().hardLimit()).to(builder::cacheHardLimit);
        map.from(properties.cache().pollInterval()).to(builder::cachePollInterval);
        map.from(properties.cache().maximumSize()).to(builder::cacheMaximumSize);
        map.from(properties.destruction().delay()).to(builder::destructionDelay);
        map.from(properties.destruction().backupRetention()).to(builder::backupRetention);
        map.from(properties.dualControl().operations()).to(builder::dualControl);
        map.from(properties.dualControl().expiry()).to(builder::approvalExpiry);
        RecoveryKey.fromSettings(
                        properties.recovery().publicKey(), properties.recovery().fingerprint())
                .ifPresent(builder::recoveryKey);
        map.from(properties.audit().origin()).to(builder::auditOrigin);
        builder.outages(properties.outage().settings());
        builder.health(properties.health().settings());
        map.from(properties.startup().kms()).to(builder::startup);
        map.from(properties.startup().timeout()).to(builder::startupTimeout);
        if (Boolean.FALSE.equals(properties.enabled())) {
            builder.encryptionDisabled();
        } else {
            // Beans are closed by Spring alone: a build that fails may be tried again with the same ones
            kms.ifAvailable(builder::borrowedKms);
            kekResolver.ifAvailable(resolver ->
                    new TenantKmsBeans(beans, kms.getIfAvailable(), environment).addTo(builder.kekResolver(resolver)));
            keyStore.ifAvailable(builder::borrowedKeyStore);
        }
        tenantResolver.ifAvailable(builder::tenantResolver);
        actorResolver.ifAvailable(builder::actorResolver);
        keyAuthorizer.ifAvailable(builder::keyAuthorizer);
        listeners.orderedStream().forEach(builder::listener);
        auditSink.ifAvailable(builder::auditSink);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    /** The name under which columns, and this process, are registered. */
    static @Nullable String application(ColumnSealProperties properties, Environment environment) {
        return properties.application() == null
                ? environment.getProperty("spring.application.name")
                : properties.application();
    }
}
