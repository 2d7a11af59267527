package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.key.DataKeyStore;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches an application that has something to encrypt for: a DataSource, a key store of its own, or any setting of
 * ours, which then is not ignored silently.
 */
final class EncryptionWantedCondition extends SpringBootCondition implements ConfigurationCondition {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("columnseal");

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("ColumnSeal");
        for (Class<?> type : new Class<?>[] {DataSource.class, DataKeyStore.class, ColumnSeal.class}) {
            if (context.getBeanFactory() != null
                    && context.getBeanFactory().getBeanNamesForType(type, true, false).length > 0) {
                return ConditionOutcome.match(message.found("bean of type").items(type.getName()));
            }
        }
        return hasSetting(context.getEnvironment())
                ? ConditionOutcome.match(message.found("properties under").items(PREFIX))
                : ConditionOutcome.noMatch(message.didNotFind("DataSource, DataKeyStore and properties under")
                        .items(PREFIX));
    }

    private static boolean hasSetting(Environment environment) {
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source.containsDescendantOf(PREFIX) == ConfigurationPropertyState.PRESENT) {
                return true;
            }
        }
        return false;
    }
}
