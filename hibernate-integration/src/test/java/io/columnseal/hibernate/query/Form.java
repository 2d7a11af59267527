package io.columnseal.hibernate.query;

import io.columnseal.hibernate.query.Archive.Code;
import io.columnseal.hibernate.query.Archive.Patient;
import io.columnseal.hibernate.query.Archive.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.query.CommonQueryContract;
import org.hibernate.query.Query;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.hibernate.query.criteria.JpaPredicate;
import org.hibernate.query.criteria.JpaRoot;
import org.junit.jupiter.params.provider.Arguments;

/** A query of some form, run in a transaction that ends without commit. */
@FunctionalInterface
interface Form {

    /** Stands for a secret; must turn up nowhere. */
    String NEEDLE = "NEEDLE";

    /** Values of parameters by their names. */
    Map<String, Object> VALUES = values();

    List<?> run(Session session);

    static Form hql(String hql) {
        return session -> {
            var query = session.createQuery(hql, Object.class);
            bind(query);
            return query.getResultList();
        };
    }

    /** The statement, then the query. */
    static Form statement(String statement, String hql) {
        return session -> {
            var query = session.createMutationQuery(statement);
            bind(query);
            query.executeUpdate();
            return hql(hql).run(session);
        };
    }

    /** A Criteria query for ids. */
    static Form where(BiFunction<HibernateCriteriaBuilder, JpaRoot<Patient>, JpaPredicate> where) {
        return session -> {
            HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
            JpaCriteriaQuery<Object> query = builder.createQuery(Object.class);
            JpaRoot<Patient> patient = query.from(Patient.class);
            query.select(patient.get("id"))
                    .where(where.apply(builder, patient))
                    .orderBy(builder.asc(patient.get("id")));
            return session.createQuery(query).getResultList();
        };
    }

    /** A row: what is asked, how, and what comes back, as text; or, of what is refused, what cannot be used in what. */
    static Arguments row(String name, Form form, Object... expected) {
        return Arguments.of(
                name, form, Stream.of(expected).map(Object::toString).toList());
    }

    static Arguments row(String name, String hql, Object... expected) {
        return row(name, hql(hql), expected);
    }

    static String text(Object result) {
        if (result instanceof Object[] tuple) {
            return Arrays.stream(tuple).map(Form::text).toList().toString();
        }
        return result instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(result);
    }

    private static void bind(CommonQueryContract query) {
        for (String name : ((Query<?>) query).getParameterMetadata().getNamedParameterNames()) {
            if (VALUES.get(name) instanceof Collection<?> values) {
                query.setParameterList(name, values);
            } else {
                query.setParameter(name, VALUES.get(name));
            }
        }
    }

    private static Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        values.put("one", "ssn-1");
        values.put("two", "ssn-2");
        values.put("none", "nobody");
        values.put("nothing", null);
        values.put("both", List.of("ssn-1", "ssn-2"));
        values.put("empty", List.of());
        values.put("oneOrNull", Arrays.asList("ssn-1", null));
        values.put("longAge", 31L);
        values.put(
                "many",
                Stream.concat(Stream.of("ssn-1", "ssn-2"), Collections.nCopies(3, "x").stream())
                        .toList());
        values.put("age", 31);
        values.put("ages", List.of(31, 33));
        values.put("visits", 10L);
        values.put("balance", new BigDecimal("1.5"));
        values.put("date", LocalDate.of(1980, 1, 1));
        values.put("instant", Instant.ofEpochSecond(1));
        values.put("token", Archive.TOKEN);
        values.put("print", new byte[] {1, 1});
        values.put("waited", Duration.ofMinutes(1));
        values.put("status", Status.OPEN);
        values.put("vip", true);
        values.put("code", new Code("code-1"));
        values.put("codes", List.of(new Code("code-1"), new Code("code-2")));
        values.put("mail", "ann@EXAMPLE.org");
        values.put("street", "street-1");
        values.put("phone", "15550123");
        values.put("iban", "iban-1");
        values.put("pin", "pin-1");
        values.put("number", "4000-1");
        values.put("title", "title-1");
        values.put("body", "body-1");
        values.put("end", "-1");
        values.put("ends", List.of("-1", "-2"));
        values.put("domain", "EXAMPLE.org ");
        values.put("year", 1980);
        values.put("last4", "01-23");
        values.put("begin", "ssn-1%");
        values.put("three", "ssn");
        values.put("any", "%");
        values.put("escaped", "ssn\\-1%");
        values.put("folded", "MAIL-%");
        values.put("escapeCharacter", (char) 33);
        values.put("needleStart", NEEDLE + "%");
        values.put("needleEnd", "%" + NEEDLE);
        values.put("needleInside", "a_" + NEEDLE + "%");
        values.put("needleLong", NEEDLE + "too long%");
        values.put("needle", NEEDLE);
        values.put("needles", List.of(NEEDLE, NEEDLE + 2));
        values.put("address", new Archive.Address(NEEDLE, "x"));
        return values;
    }
}
