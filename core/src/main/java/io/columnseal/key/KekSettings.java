package io.columnseal.key;

import io.columnseal.ConfigurationException;
import io.columnseal.kms.KekResolver;
import io.columnseal.kms.Kms;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the KEKs lie.
 *
 * @param common wraps the SYSTEM key, the default tenant's keys, and those of every tenant without a KMS of his own
 * @param tenants the KMS of tenants who brought their own key, by the names that the resolver knows; unmodifiable
 * @param resolver chooses among them
 * @param defaultTenant whose keys other tenants share
 */
public record KekSettings(Kms common, SortedMap<String, Kms> tenants, KekResolver resolver, String defaultTenant) {

    /** The setting that errors about the choice of a KMS name. */
    static final String SETTING = "columnseal.kms";

    /** @throws ConfigurationException if two KMS name their KEKs alike, nothing chooses among several, or there is nothing to choose */
    public KekSettings {
        tenants = Collections.unmodifiableSortedMap(new TreeMap<>(tenants));
        if (!tenants.isEmpty() && resolver == KekResolver.COMMON) {
            throw new ConfigurationException(
                    SETTING, "has KMS for tenants, and nothing says whose they are: give a KekResolver to the builder");
        }
        if (tenants.isEmpty() && resolver != KekResolver.COMMON) {
            throw new ConfigurationException(
                    SETTING,
                    "has a KekResolver, and no tenant's KMS that it could choose. Give them to the builder by their names; in"
                            + " Spring, a tenant's KMS is a bean with defaultCandidate = false, without which it is that of"
                            + " all tenants");
        }
        if (!tenants.isEmpty()) {
            requireDifferent(common, tenants);
        }
    }

    /** One KMS for everybody. */
    public static KekSettings common(Kms kms) {
        return new KekSettings(kms, new TreeMap<>(), KekResolver.COMMON, "");
    }

    /** A row names its KEK by nothing but the id. */
    private static void requireDifferent(Kms common, SortedMap<String, Kms> tenants) {
        Map<String, Kms> all = new LinkedHashMap<>();
        all.put("the common one", common);
        all.putAll(tenants);
        all.forEach((name, kms) -> {
            boolean named = isNamed(kms, kms.kekId());
            all.forEach((other, another) -> {
                if (!name.equals(other)) {
                    requireDifferent(name, kms, named, other, another);
                }
            });
        });
    }

    /** @param named whether the service need not be asked: one that does not know the name of its own key has but an alias */
    private static void requireDifferent(String name, Kms kms, boolean named, String other, Kms another) {
        String kekId = another.kekId();
        if (kms.kekId().equals(kekId)) {
            throw new ConfigurationException(
                    SETTING,
                    "has two KMS whose KEK is " + kekId + ": " + name + " and " + other
                            + ". Give the same name to the resolver for both, or name the keys differently");
        }
        if (named && isNamed(kms, kekId)) {
            throw new ConfigurationException(
                    SETTING,
                    "has two KMS that unwrap what " + kekId + " wrapped: that of " + other
                            + ", and as a previous key that of " + name + ". Name the keys differently");
        }
    }

    private static boolean isNamed(Kms kms, String kekId) {
        try {
            return kms.knows(kekId);
        } catch (RuntimeException e) {
            // That of a tenant, which must not keep others from starting
            return false;
        }
    }
}
