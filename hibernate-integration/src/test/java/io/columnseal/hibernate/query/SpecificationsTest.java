package io.columnseal.hibernate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.RunningHibernate;
import io.columnseal.hibernate.TestFactory;
import io.columnseal.hibernate.query.Archive.Patient;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.query.Order;
import org.hibernate.query.Page;
import org.hibernate.query.SelectionQuery;
import org.hibernate.query.range.Range;
import org.hibernate.query.restriction.Restriction;
import org.hibernate.query.specification.MutationSpecification;
import org.hibernate.query.specification.SelectionSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Restrictions, orders and pages that a program adds to a query: Hibernate's own way for what a client chooses. */
class SpecificationsTest {

    private SessionFactory factory;

    @BeforeAll
    static void requireSpecifications() {
        RunningHibernate.assumeSeven("specifications of queries");
    }

    @BeforeEach
    void start() {
        factory = TestFactory.of(Archive.ENTITIES).build();
        factory.inTransaction(Archive::populate);
    }

    @AfterEach
    void stop() {
        factory.close();
    }

    @Test
    void findByEquality() {
        SingularAttribute<Patient, String> ssn = attribute("ssn");

        assertThat(find(Restriction.equal(ssn, "ssn-1"))).containsExactly(1L);
        assertThat(find(Restriction.in(ssn, List.of("ssn-1", "ssn-2")))).containsExactlyInAnyOrder(1L, 2L);
        assertThat(find(Restriction.unequal(ssn, "ssn-1"))).containsExactlyInAnyOrder(2L, 3L);
        assertThat(find(Restriction.equal(ssn, "ssn-1").negated())).containsExactlyInAnyOrder(2L, 3L);
        assertThat(find(Restriction.restrict(ssn, Range.notNull(String.class)))).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void findByPrefixes() {
        assertThat(find(Restriction.startsWith(attribute("alias"), "ssn-1"))).containsExactlyInAnyOrder(1L, 3L);
        assertThat(find(Restriction.startsWith(attribute("alias"), "%"))).isEmpty();
    }

    @Test
    void changeWhatTheIndexFinds() {
        int changed = factory.fromTransaction(
                session -> MutationSpecification.create(Patient.class, "update Patient p set p.city = 'x'")
                        .restrict(Restriction.equal(this.<String>attribute("ssn"), "ssn-1"))
                        .createQuery(session)
                        .executeUpdate());

        assertThat(changed).isEqualTo(1);
        assertThat(find(Restriction.equal(this.<String>attribute("city"), "x"))).containsExactly(1L);
    }

    @Test
    void pagesByAPlainAttribute() {
        List<Patient> page = factory.fromSession(session -> found(session)
                .getKeyedResultList(Page.first(1).keyedBy(Order.desc(this.<Long>attribute("id"))))
                .getResultList());

        assertThat(page).extracting(patient -> patient.id).containsExactly(3L);
    }

    @Test
    void areRefusedWhereTheIndexHasNoAnswer() {
        assertRefused(() -> find(Restriction.contains(attribute("alias"), "NEEDLE")));
        assertRefused(() -> find(Restriction.startsWith(attribute("ssn"), "NEEDLE")));
        assertThatThrownBy(() -> find(Restriction.equalIgnoringCase(attribute("ssn"), "NEEDLE")))
                .isExactlyInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("compare the attribute itself")
                .hasMessageContaining("FoldCase.class")
                .hasMessageNotContaining("NEEDLE");
        assertRefused(() -> find(Restriction.greaterThan(this.<String>attribute("ssn"), "NEEDLE")));
        assertRefused(() -> find(Restriction.equal(this.<String>attribute("note"), "NEEDLE")));
    }

    @Test
    void ordersByTheAttributeAreRefused() {
        Order<Patient> bySsn = Order.asc(this.<String>attribute("ssn"));

        assertRefused(() -> factory.fromSession(session -> SelectionSpecification.create(Patient.class)
                .sort(bySsn)
                .createQuery(session)
                .getResultList()));
        assertRefused(() -> factory.fromSession(
                session -> found(session).getKeyedResultList(Page.first(1).keyedBy(bySsn))));
    }

    private static SelectionQuery<Patient> found(Session session) {
        return session.createSelectionQuery("from Patient p where p.ssn <> :ssn", Patient.class)
                .setParameter("ssn", "ssn-1");
    }

    /** @param restriction no {@code Restriction}: Hibernate 6.6 lacks it, and JUnit reads signatures before it skips */
    @SuppressWarnings("unchecked")
    private List<Long> find(Object restriction) {
        return factory.fromSession(session -> SelectionSpecification.create(Patient.class)
                .restrict((Restriction<Patient>) restriction)
                .createQuery(session)
                .getResultList()
                .stream()
                .map(patient -> patient.id)
                .toList());
    }

    @SuppressWarnings("unchecked")
    private <T> SingularAttribute<Patient, T> attribute(String name) {
        return (SingularAttribute<Patient, T>)
                factory.getMetamodel().entity(Patient.class).getSingularAttribute(name);
    }

    private static void assertRefused(Runnable misuse) {
        assertThatThrownBy(misuse::run)
                .isExactlyInstanceOf(QueryRefusedException.class)
                .hasMessageNotContaining("NEEDLE");
    }
}
