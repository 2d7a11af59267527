package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.columnseal.index.FoldCase;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Every logger at its most talkative, and nothing of an encrypted value in any line, message or standard output. */
class LoggingTest {

    private static final String SECRET = "SECRET-l06";
    private static final long SECRET_NUMBER = 7_365_241_908L;

    private final StringBuffer printed = new StringBuffer();
    private final List<Throwable> thrown = new ArrayList<>();
    private final PrintStream out = System.out;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            printed.append(event.getFormattedMessage()).append('\n');
            if (event.getThrowableProxy() != null) {
                printed.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
    };
    private Level before;

    @BeforeEach
    void listen() {
        before = root().getLevel();
        root().iteratorForAppenders().forEachRemaining(other -> other.stop());
        appender.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        appender.start();
        root().addAppender(appender);
        root().setLevel(Level.ALL);
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        root().detachAppender(appender);
        root().setLevel(before);
        root().iteratorForAppenders().forEachRemaining(other -> other.start());
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void nothingPrintsAValue() {
        try (SessionFactory factory = TestFactory.of(Patient.class)
                .setting(AvailableSettings.SHOW_SQL, true)
                .setting(AvailableSettings.FORMAT_SQL, true)
                .setting(AvailableSettings.USE_SQL_COMMENTS, true)
                .setting(AvailableSettings.GENERATE_STATISTICS, true)
                .build()) {
            work(factory);
            fail(factory);
        }

        String lines = printed.toString();
        assertThat(lines).contains("insert into").contains("binding parameter");
        assertThat(console.toString(StandardCharsets.UTF_8)).contains("insert");
        assertThat(console.toString(StandardCharsets.UTF_8).lines()).noneMatch(LoggingTest::tells);
        assertThat(lines.lines()).noneMatch(LoggingTest::tells);
        assertThat(thrown).hasSize(9).allSatisfy(error -> {
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString().lines()).noneMatch(LoggingTest::tells);
        });
    }

    private static boolean tells(String line) {
        return line.contains(SECRET) || line.contains(String.valueOf(SECRET_NUMBER));
    }

    private static void work(SessionFactory factory) {
        factory.inTransaction(session -> {
            session.persist(new Patient(1, "plain"));
            session.flush();
        });
        factory.inTransaction(session -> {
            Patient patient = session.find(Patient.class, 1);
            patient.ssn = SECRET + " changed";
            patient.tags.add(SECRET + " added");
            patient.notes.put("other", SECRET);
            session.flush();
            session.refresh(patient);
        });
        factory.inTransaction(session -> {
            session.createQuery("select p.ssn, p.number from Patient p", Object[].class)
                    .getResultList();
            session.createMutationQuery("update Patient p set p.ssn = :ssn, p.number = :number where p.id = :id")
                    .setParameter("ssn", SECRET)
                    .setParameter("number", SECRET_NUMBER)
                    .setParameter("id", 1L)
                    .executeUpdate();
            Patient detached = new Patient(1, "merged");
            session.merge(detached);
        });
        factory.inTransaction(LoggingTest::lookUp);
        factory.inStatelessTransaction(session -> {
            session.insert(new Patient(2, "stateless"));
            session.upsert(new Patient(3, "upserted"));
        });
        factory.inTransaction(session -> session.remove(session.find(Patient.class, 2)));
    }

    private static void lookUp(Session session) {
        assertThat(session.createQuery("from Patient p where p.badge = :badge", Patient.class)
                        .setParameter("badge", SECRET + " badge")
                        .getResultList())
                .hasSize(1);
        assertThat(session.createQuery("from Patient p where lower(p.badge) = lower(:badge)", Patient.class)
                        .setParameter("badge", SECRET + " badge")
                        .getResultList())
                .hasSize(1);
        session.createQuery("from Patient p where p.badge in :badges", Patient.class)
                .setParameterList("badges", List.of(SECRET + " badge", SECRET))
                .getResultList();
        var builder = session.getCriteriaBuilder();
        var query = builder.createQuery(Patient.class);
        query.where(builder.notEqual(query.from(Patient.class).get("badge"), SECRET));
        session.createQuery(query).getResultList();
        session.createMutationQuery("update Patient p set p.badge = :badge where p.badge = :old")
                .setParameter("badge", SECRET + " other")
                .setParameter("old", SECRET + " badge")
                .executeUpdate();
    }

    private void fail(SessionFactory factory) {
        expect(() -> factory.inTransaction(session -> session.persist(new Patient(9, "merged"))));
        expect(() -> factory.inTransaction(session -> {
            Patient tooLong = new Patient(10, "long");
            tooLong.narrow = SECRET.repeat(50);
            session.persist(tooLong);
        }));
        expect(() -> factory.inTransaction(session -> {
            Patient wrong = new Patient(11, "lone surrogate");
            wrong.ssn = SECRET + '\ud800';
            session.persist(wrong);
        }));
        expect(() ->
                factory.inSession(session -> session.createQuery("from Patient p where p.ssn = :ssn", Patient.class)
                        .setParameter("ssn", SECRET)
                        .getResultList()));
        expect(() ->
                factory.inTransaction(session -> session.createMutationQuery("update Patient p set p.number = :number")
                        .setParameter("number", SECRET)
                        .executeUpdate()));
        expect(() ->
                factory.inSession(session -> session.createQuery("from Patient p where p.badge = :badge", Patient.class)
                        .setParameter("badge", SECRET + '\ud800')
                        .getResultList()));
        expect(() -> factory.inSession(
                session -> session.createQuery("from Patient p where p.badge = 'literal'", Patient.class)
                        .getResultList()));
        expect(() ->
                factory.inTransaction(session -> session.createMutationQuery("update Patient p set p.notes = :notes")
                        .setParameter("notes", SECRET)
                        .executeUpdate()));
        RawRows.update(factory, "update patient set ssn = ? where id = 1", (Object) new byte[50]);
        expect(() -> factory.inSession(session -> session.find(Patient.class, 1)));
    }

    private void expect(Runnable failing) {
        Throwable error = catchThrowable(failing::run);
        assertThat(error).as("expected to fail").isNotNull();
        thrown.add(error);
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Column(unique = true)
        String plain;

        @Encrypted String ssn = SECRET;

        @BlindIndex(normalizer = FoldCase.class)
        @Encrypted String badge = SECRET + " badge";

        @Encrypted @Column(length = 20)
        String narrow = SECRET;

        @Encrypted Long number = SECRET_NUMBER;

        @ElementCollection
        @Encrypted List<String> tags = new ArrayList<>(List.of(SECRET));

        @Encrypted Map<String, String> notes = new HashMap<>(Map.of("key", SECRET));

        Patient() {}

        Patient(long id, String plain) {
            this.id = id;
            this.plain = plain;
        }
    }
}
