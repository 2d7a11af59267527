package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.ConfigurationException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.KekResolver;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which KMS wraps a key, and which one unwraps it. New keys follow the resolver, wrapped ones the KEK that they name. The
 * SYSTEM key and the default tenant's keys know the common KMS only: whoever brings his own key must not be able to wrap
 * what authenticates everybody's rows. Safe for use by many threads.
 */
final class KmsRouting {

    private final Kms common;
    private final Map<String, ? extends Kms> tenants;
    private final KekResolver resolver;
    private final String defaultTenant;

    /**
     * @param tenants their own KMS, by the names that the resolver chooses
     * @param defaultTenant whose keys other tenants share
     */
    KmsRouting(Kms common, Map<String, ? extends Kms> tenants, KekResolver resolver, String defaultTenant) {
        this.common = common;
        this.tenants = tenants;
        this.resolver = resolver;
        this.defaultTenant = defaultTenant;
    }

    /** One KMS for everybody. */
    static KmsRouting common(Kms kms) {
        return new KmsRouting(kms, Map.of(), KekResolver.COMMON, "");
    }

    /** The KMS that the deployment has in common. */
    Kms common() {
        return common;
    }

    /** The KMS of tenants who have one of their own. */
    List<Kms> ofTenants() {
        return List.copyOf(tenants.values());
    }

    /**
     * The KMS under whose current KEK a tenant's keys belong.
     *
     * @throws ConfigurationException if the resolver names none that there is
     * @throws KmsUnavailableException if it fails
     */
    Kms wrapping(KeyIdentity key) {
        return isCommon(key) ? common : of(key.tenant());
    }

    private Kms of(String tenant) {
        String name = chosen(tenant);
        Kms kms = name == null ? common : tenants.get(name);
        if (kms == null) {
            throw new ConfigurationException(
                    KekSettings.SETTING,
                    "has no KMS named " + name + ", which the KekResolver chose for a tenant. There are "
                            + tenants.keySet());
        }
        return kms;
    }

    /**
     * The KEKs under which keys belong. A KMS that cannot tell its own stands for it: what is wrong there is for its tenants'
     * keys to report.
     *
     * @param tenant whose; null for those of all
     */
    List<String> targets(@Nullable String tenant) {
        if (tenant != null) {
            return List.of(target("of this tenant", () -> isCommon(tenant) ? common : of(tenant)));
        }
        return Stream.concat(
                        Stream.of(target("of all", () -> common)),
                        tenants.entrySet().stream().map(kms -> target(kms.getKey(), kms::getValue)))
                .distinct()
                .toList();
    }

    private static String target(String name, Supplier<? extends Kms> kms) {
        try {
            return kms.get().kekId();
        } catch (RuntimeException e) {
            // One of somebody else's making may throw anything, whose message may hold anything
            return "one that the KMS " + name + " does not tell";
        }
    }

    /** The KMS that unwraps what this KEK wrapped; the common one, which will say so, if none does. */
    Kms unwrapping(KeyIdentity key, String kekId) {
        Kms knowing = knowing(key, kekId);
        return knowing == null ? common : knowing;
    }

    /**
     * Before a key is replaced: an instance that could not even open it is not configured like the one that made it, and
     * would move its tenant to another KEK unasked.
     *
     * @throws KmsKeyNotFoundException if no KMS knows its KEK
     */
    void requireKnown(DataKeyRow row) {
        WrappedKey wrapped = row.wrappedKey();
        if (wrapped != null && knowing(row.identity(), wrapped.kekId()) == null) {
            throw new KmsKeyNotFoundException(
                    wrapped.kekId(),
                    "data key " + row.identity().id()
                            + " is wrapped under it, and no configured KMS has it, so that the"
                            + " key is not replaced. Configure all KMS and the KekResolver as where that key was made",
                    null);
        }
    }

    /** Whether any KMS unwraps what this KEK wrapped. One that cannot tell now does not count. */
    boolean isKnown(String kekId) {
        return all().anyMatch(kms -> told(() -> kms.knows(kekId)));
    }

    /** Whether two names are those of one KEK. */
    boolean isSameKek(String kekId, String other) {
        return kekId.equals(other) || all().anyMatch(kms -> told(() -> kms.isSameKek(kekId, other)));
    }

    /** What a KMS says, false where it cannot: one of somebody else's making may throw anything. */
    static boolean told(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /**
     * Whether somebody whom the deployment's KMS did not allow to could have wrapped what unwraps: a tenant has the run of
     * his own KMS, and under a KEK with a public half everybody wraps.
     */
    boolean opensStrangersKeys(DataKeyRow row) {
        WrappedKey wrapped = row.wrappedKey();
        if (wrapped == null || tenants.isEmpty()) {
            return !common.authenticates();
        }
        Kms kms = unwrapping(row.identity(), wrapped.kekId());
        return kms != common || !common.authenticates();
    }

    /** Whether a tenant's KMS wraps the key or is to wrap it, so that its failure is that tenant's alone. */
    boolean concernsTenantKms(DataKeyRow row) {
        WrappedKey wrapped = row.wrappedKey();
        try {
            return wrapping(row.identity()) != common
                    || (wrapped != null && unwrapping(row.identity(), wrapped.kekId()) != common);
        } catch (RuntimeException e) {
            // Of the resolver, which was asked about this tenant, or of the tenant's own KMS
            return true;
        }
    }

    private boolean isCommon(KeyIdentity key) {
        return key.usage() == KeyUsage.SYSTEM || isCommon(key.tenant());
    }

    private boolean isCommon(String tenant) {
        return (tenants.isEmpty() && resolver == KekResolver.COMMON) || tenant.equals(defaultTenant);
    }

    private @Nullable Kms knowing(KeyIdentity key, String kekId) {
        if (isCommon(key)) {
            return common.kekId().equals(kekId) || common.knows(kekId) ? common : null;
        }
        Kms own;
        try {
            own = wrapping(key);
        } catch (RuntimeException e) {
            // The resolver fails, or names none that there is
            return wrappingUnder(kekId, all()).orElseThrow(() -> e);
        }
        // A name is but a label: what another tenant calls his key must not take this one's keys to his service
        List<Kms> before = own == common ? List.of(common) : List.of(own, common);
        List<Kms> others = tenants.values().stream()
                .filter(kms -> kms != own)
                .map(Kms.class::cast)
                .toList();
        RuntimeException untold = null;
        for (List<Kms> asked : List.of(before, others)) {
            Optional<? extends Kms> current = wrappingUnder(kekId, asked.stream());
            if (current.isPresent()) {
                return current.get();
            }
            // Former keys, versions, replicas
            for (Kms kms : asked) {
                try {
                    if (kms.knows(kekId)) {
                        return kms;
                    }
                } catch (RuntimeException e) {
                    // Another tenant's, whose failure is no concern of this one's if any KMS knows the KEK
                    untold = e;
                }
            }
        }
        if (untold != null) {
            throw untold;
        }
        return null;
    }

    private static Optional<? extends Kms> wrappingUnder(String kekId, Stream<? extends Kms> asked) {
        return asked.filter(kms -> told(() -> kms.kekId().equals(kekId))).findFirst();
    }

    private Stream<? extends Kms> all() {
        return Stream.concat(Stream.of(common), tenants.values().stream());
    }

    private @Nullable String chosen(String tenant) {
        try {
            return resolver.kmsOf(tenant);
        } catch (ColumnSealException e) {
            throw e;
        } catch (RuntimeException e) {
            throw KmsUnavailableException.notAsked(
                    common.kekId(), "the KekResolver failed to choose a KMS for a tenant", e);
        }
    }
}
