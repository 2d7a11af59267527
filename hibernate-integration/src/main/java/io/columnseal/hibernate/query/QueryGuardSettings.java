package io.columnseal.hibernate.query;

import java.util.Map;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.QuerySettings;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableMutationStrategyProvider;

/** Makes Hibernate translate queries with the guard. */
public final class QueryGuardSettings {

    static final String TRANSLATOR = QuerySettings.SEMANTIC_QUERY_TRANSLATOR;

    private QueryGuardSettings() {}

    /**
     * Applied to every service registry, so that it costs an application without encrypted attributes nothing. A
     * translator of the application's own stays; {@link QueryGuardCheck} refuses it where something is encrypted.
     */
    public static void apply(StandardServiceRegistryBuilder builder) {
        Map<String, Object> settings = builder.getSettings();
        if (settings.get(TRANSLATOR) == null) {
            builder.applySetting(TRANSLATOR, GuardedSqmTranslatorFactory.class.getName());
        }
        builder.addService(SqmMultiTableMutationStrategyProvider.class, new GuardedMutationStrategies());
    }
}
