package io.columnseal.spring;

import java.util.Optional;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/** Finds the file and line, or the variable, that a setting was read from. Never shows its value. */
final class SettingOrigin {

    private final Environment environment;

    SettingOrigin(Environment environment) {
        this.environment = environment;
    }

    Optional<String> of(String setting) {
        if (!ConfigurationPropertyName.isValid(setting)) {
            return Optional.empty();
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.of(setting);
        for (var source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return Optional.ofNullable(property.getOrigin()).map(Object::toString);
            }
        }
        return Optional.empty();
    }
}
