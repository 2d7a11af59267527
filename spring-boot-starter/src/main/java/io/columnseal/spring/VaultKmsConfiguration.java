package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.kms.Kms;
import io.columnseal.kms.vault.VaultKms;
import io.columnseal.kms.vault.VaultKmsBuilder;
import io.columnseal.kms.vault.VaultLogin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/** Vault or OpenBao, where it is chosen and its module is there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(VaultKms.class)
@ConditionalOnProperty(name = ConfiguredKms.TYPE_SETTING, havingValue = "vault")
@ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({ColumnSeal.class, Kms.class})
@EnableConfigurationProperties(VaultKmsProperties.class)
class VaultKmsConfiguration {

    @Bean
    Kms columnSealKms(VaultKmsProperties properties) {
        VaultKmsBuilder builder = VaultKms.builder(
                        required(properties.address(), "address", "the URL of the server"),
                        required(properties.key(), "key", "the name of a transit key made with derived=true"))
                .login(login(properties))
                .previousKeys(properties.previousKeys());
        PropertyMapper map = PropertyMapper.get();
        map.from(properties.mount()).to(builder::mount);
        map.from(properties.namespace()).to(builder::namespace);
        map.from(properties.timeout()).to(builder::timeout);
        return builder.build();
    }

    private static VaultLogin login(VaultKmsProperties properties) {
        VaultKmsProperties.AppRole appRole = properties.appRole();
        VaultKmsProperties.Kubernetes kubernetes = properties.kubernetes();
        requireOneLogin(properties);
        if (properties.token() != null && !properties.token().isBlank()) {
            return VaultLogin.token(properties.token());
        }
        if (appRole.roleId() != null && !appRole.roleId().isBlank()) {
            return VaultLogin.appRole(
                    appRole.mount(),
                    appRole.roleId(),
                    required(appRole.secretId(), "app-role.secret-id", "the secret of the role"));
        }
        if (kubernetes.role() != null && !kubernetes.role().isBlank()) {
            return VaultLogin.kubernetes(kubernetes.mount(), kubernetes.role(), kubernetes.tokenFile());
        }
        throw new ConfigurationException(
                "columnseal.kms.vault.token",
                "is required, or columnseal.kms.vault.app-role.role-id, or columnseal.kms.vault.kubernetes.role");
    }

    /** The one that is left over may have the wrong rights, or never expire. */
    private static void requireOneLogin(VaultKmsProperties properties) {
        Map<String, @Nullable String> logins = new LinkedHashMap<>();
        logins.put("token", properties.token());
        logins.put("app-role.role-id", properties.appRole().roleId());
        logins.put("kubernetes.role", properties.kubernetes().role());
        logins.values().removeIf(value -> !StringUtils.hasText(value));
        if (logins.size() > 1) {
            List<String> names = List.copyOf(logins.keySet());
            throw new ConfigurationException(
                    "columnseal.kms.vault." + names.get(0),
                    "is set beside columnseal.kms.vault." + names.get(1)
                            + ", and there is one login: remove the other");
        }
    }

    private static <T> T required(@Nullable T value, String name, String what) {
        if (value == null) {
            throw new ConfigurationException("columnseal.kms.vault." + name, "is required: " + what);
        }
        return value;
    }
}
