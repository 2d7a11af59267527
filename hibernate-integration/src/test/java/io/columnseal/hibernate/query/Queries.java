package io.columnseal.hibernate.query;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.query.CommonQueryContract;
import org.hibernate.query.Query;

/** Runs HQL whose parameters are bound by their names, the way an application would. */
public final class Queries {

    /** Stands for a secret; must turn up nowhere. */
    public static final String NEEDLE = "NEEDLE";

    private static final Map<String, Object> VALUES = Map.of(
            "text",
            NEEDLE,
            "other",
            NEEDLE + "-2",
            "texts",
            List.of(NEEDLE, NEEDLE + "-2"),
            "number",
            77,
            "date",
            LocalDate.of(2001, 2, 3),
            "address",
            new Clinic.Address(NEEDLE, "town"));

    private Queries() {}

    /** The rows a query selects, or the number of rows it changed, in a transaction that is rolled back. */
    static Object run(SessionFactory factory, String hql) {
        return factory.fromSession(session -> {
            var transaction = session.beginTransaction();
            try {
                return run(session, hql);
            } finally {
                transaction.rollback();
            }
        });
    }

    static Object run(Session session, String hql) {
        if (hql.matches("(?s)(update|delete|insert) .*")) {
            var query = session.createMutationQuery(hql);
            bind(query);
            return query.executeUpdate();
        }
        var query = session.createQuery(hql, Object.class);
        bind(query);
        return query.getResultList();
    }

    private static void bind(CommonQueryContract query) {
        for (String name : ((Query<?>) query).getParameterMetadata().getNamedParameterNames()) {
            if (VALUES.get(name) instanceof List<?> values) {
                query.setParameterList(name, values);
            } else {
                query.setParameter(name, VALUES.get(name));
            }
        }
    }
}
