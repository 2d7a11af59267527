package io.columnseal.hibernate.schema;

import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.service.Service;

/** Remembers what the encrypted attributes of each session factory of a registry need. Safe for use by many threads. */
public final class SealedSchemas implements Service {

    private static final long serialVersionUID = 1L;

    private final transient Map<SessionFactory, List<RequiredColumn>> byFactory = new WeakHashMap<>();

    public synchronized void put(SessionFactory factory, List<RequiredColumn> columns) {
        byFactory.put(factory, List.copyOf(columns));
    }

    /**
     * The statements that make the database's existing columns fit, in the order of the mapping, and those that add what
     * blind indexes lack.
     */
    public List<String> alterStatements(SessionFactoryImplementor factory) {
        SchemaInspection inspection = new SchemaInspection(factory, of(factory));
        return Stream.concat(
                        inspection.findings().stream().map(SchemaFinding::statement),
                        inspection.withoutIndex().stream().flatMap(index -> index.statements().stream()))
                .toList();
    }

    private synchronized List<RequiredColumn> of(SessionFactory factory) {
        return byFactory.getOrDefault(factory, List.of());
    }
}
