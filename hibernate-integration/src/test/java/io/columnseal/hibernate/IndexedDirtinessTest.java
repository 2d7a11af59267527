package io.columnseal.hibernate;

import java.util.Arrays;
import java.util.List;
import org.hibernate.CustomEntityDirtinessStrategy;
import org.hibernate.Interceptor;
import org.hibernate.Session;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.Type;
import org.junit.jupiter.api.Test;

/** Whoever else has a say in what Hibernate takes for changed. */
class IndexedDirtinessTest extends FoundAsStoredTest {

    @Test
    void whatAnInterceptorFindsChanged() {
        start(TestFactory.of(Patient.class, Sparse.class)
                .setting(AvailableSettings.INTERCEPTOR, new FindsChanged("ssn", "name", "ssn$bidx")));
        changesEverything();
    }

    @Test
    void whatADirtinessStrategyFindsChanged() {
        start(TestFactory.of(Patient.class, Sparse.class)
                .setting(AvailableSettings.CUSTOM_ENTITY_DIRTINESS_STRATEGY, new FindsAllChanged()));
        changesEverything();
    }

    private void changesEverything() {
        factory.inTransaction(session -> session.persist(new Patient("1")));
        factory.inTransaction(session -> session.persist(new Sparse("1")));

        factory.inTransaction(session -> session.find(Patient.class, 1L).name = "changed");
        factory.inTransaction(session -> session.find(Sparse.class, 1L).name = "changed");
        assertFound("Patient", "1");
        assertFound("Sparse", "1");

        factory.inTransaction(session -> session.find(Sparse.class, 1L).ssn = "2");
        assertFound("Sparse", "2");
    }

    @Test
    void whatAnInterceptorDoesNotFindChanged() {
        start(TestFactory.of(Sparse.class)
                .setting(AvailableSettings.INTERCEPTOR, new FindsChanged("name", "ssn$bidx")));
        factory.inTransaction(session -> session.persist(new Sparse("1")));

        factory.inTransaction(session -> {
            Sparse sparse = session.find(Sparse.class, 1L);
            sparse.name = "changed";
            sparse.ssn = "2";
        });

        assertFound("Sparse", "1");
    }

    private record FindsChanged(List<String> attributes) implements Interceptor {

        FindsChanged(String... attributes) {
            this(List.of(attributes));
        }

        @Override
        public int[] findDirty(
                Object entity, Object id, Object[] current, Object[] previous, String[] names, Type[] types) {
            return attributes.stream()
                    .mapToInt(attribute -> Arrays.asList(names).indexOf(attribute))
                    .toArray();
        }
    }

    private static final class FindsAllChanged implements CustomEntityDirtinessStrategy {

        @Override
        public boolean canDirtyCheck(Object entity, EntityPersister persister, Session session) {
            return true;
        }

        @Override
        public boolean isDirty(Object entity, EntityPersister persister, Session session) {
            return true;
        }

        @Override
        public void resetDirty(Object entity, EntityPersister persister, Session session) {
            // There is nothing to reset
        }

        @Override
        public void findDirty(Object entity, EntityPersister persister, Session session, DirtyCheckContext context) {
            context.doDirtyChecking(attribute -> true);
        }
    }
}
