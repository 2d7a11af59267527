package io.columnseal.spring;

import io.columnseal.ConfigurationException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Takes the value out of errors about our settings. Spring's quote it, and it may be a master key: one of a list with a
 * gap, or one that went into the wrong line.
 */
final class UnquotedBindErrors implements ConfigurationPropertiesBindHandlerAdvisor {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("columnseal");

    @Override
    public BindHandler apply(BindHandler handler) {
        return new Unquoting(handler);
    }

    private static final class Unquoting extends AbstractBindHandler {

        Unquoting(BindHandler parent) {
            super(parent);
        }

        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
                throws Exception {
            try {
                return super.onFailure(name, target, context, error);
            } catch (Exception failure) {
                if (failure instanceof BindException || !PREFIX.equals(name) && !PREFIX.isAncestorOf(name)) {
                    // Of an element that was here before, or not ours
                    throw failure;
                }
                throw unquoted(name, target, failure);
            }
        }

        /** Not chained: conversion errors quote the value too. */
        private static ConfigurationException unquoted(
                ConfigurationPropertyName name, Bindable<?> target, Exception failure) {
            if (failure instanceof ConfigurationException ours) {
                return ours;
            }
            if (failure instanceof UnboundConfigurationPropertiesException unbound) {
                return new ConfigurationException(
                        firstOf(unbound).toString(),
                        "is an element of a list that has a gap before it. Number the elements from [0] without one");
            }
            return new ConfigurationException(name.toString(), "cannot be read as " + kind(target));
        }

        private static ConfigurationPropertyName firstOf(UnboundConfigurationPropertiesException unbound) {
            return unbound.getUnboundProperties().stream()
                    .map(ConfigurationProperty::getName)
                    .sorted()
                    .findFirst()
                    .orElse(PREFIX);
        }

        private static String kind(Bindable<?> target) {
            Class<?> type = target.getType().resolve(Object.class);
            return type.isEnum()
                    ? "one of "
                            + Arrays.stream(type.getEnumConstants())
                                    .map(constant -> ((Enum<?>) constant)
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', '-'))
                                    .collect(Collectors.joining(", "))
                    : "a value of type " + type.getSimpleName();
        }
    }
}
