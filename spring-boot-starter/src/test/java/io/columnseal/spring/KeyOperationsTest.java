package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ActorResolver;
import io.columnseal.ColumnSeal;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.key.KeyAuthorizer;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.Keys;
import io.columnseal.key.RotationSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who operates keys in an application with Spring Security, and when keys are rotated by themselves. */
class KeyOperationsTest {

    @AfterEach
    void logOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void takesTheActorFromSpringSecurity() {
        Contexts.ready().run(context -> {
            Keys keys = context.getBean(ColumnSeal.class).keys();
            assertThat(keys.currentActor()).isEqualTo("system");
            logIn(new TestingAuthenticationToken("j.doe", "", "ROLE_USER"));

            assertThat(keys.currentActor()).isEqualTo("j.doe");
            assertThat(keys.rotate("clinic-1", "j.doe", "yearly").changedBy()).isEqualTo("j.doe");
            assertThatExceptionOfType(KeyOperationRefusedException.class)
                    .isThrownBy(() -> keys.rotate("clinic-1", "a.smith", "yearly"));
        });
    }

    @Test
    void refusesWhoeverIsNotLoggedIn() {
        Contexts.ready().run(context -> {
            Keys keys = context.getBean(ColumnSeal.class).keys();
            logIn(new AnonymousAuthenticationToken(
                    "key", "anonymousUser", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));

            assertThatExceptionOfType(KeyOperationRefusedException.class)
                    .isThrownBy(() -> keys.rotate("clinic-1", "system", "yearly"));
        });
    }

    @Test
    void believesNamesWithoutSpringSecurity() {
        Contexts.ready()
                .withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> {
                    assertThat(context).doesNotHaveBean(ActorResolver.class);
                    assertThat(context.getBean(ColumnSeal.class)
                                    .keys()
                                    .rotate("clinic-1", "j.doe", "yearly")
                                    .changedBy())
                            .isEqualTo("j.doe");
                });
    }

    @Test
    void asksTheAuthorizerOfTheApplication() {
        Contexts.ready()
                .withBean(KeyAuthorizer.class, () -> access -> access.operation() == KeyOperation.INITIALIZE)
                .run(context -> {
                    Keys keys = context.getBean(ColumnSeal.class).keys();
                    keys.initialize("clinic-1", "system");
                    assertThatExceptionOfType(KeyOperationRefusedException.class)
                            .isThrownBy(() -> keys.rotate("clinic-1", "system", "yearly"));
                });
    }

    @Test
    void letsTwoPeopleDoWhatTakesTwo() {
        Contexts.ready()
                .withPropertyValues("columnseal.dual-control.operations=rotate,shred")
                .run(context -> {
                    Keys keys = context.getBean(ColumnSeal.class).keys();
                    logIn(new TestingAuthenticationToken("j.doe", "", "ROLE_USER"));
                    assertThatExceptionOfType(KeyOperationRefusedException.class)
                            .isThrownBy(() -> keys.rotate("clinic-1", "j.doe", "yearly"));
                    String request = keys.approvals()
                            .request(KeyOperation.ROTATE, "clinic-1", null, "j.doe", "yearly")
                            .id();
                    logIn(new TestingAuthenticationToken("a.smith", "", "ROLE_USER"));
                    keys.approvals().approve(request, "a.smith", "as agreed");
                    logIn(new TestingAuthenticationToken("j.doe", "", "ROLE_USER"));
                    assertThat(keys.rotate("clinic-1", "j.doe", "yearly").changedBy())
                            .isEqualTo("j.doe");
                });
    }

    @Test
    void rotatesByNoScheduleUnlessToldTo() {
        Contexts.ready().run(context -> assertThat(context).doesNotHaveBean(RotationSchedule.class));
    }

    @Test
    void rotatesByAgeOrByCron() {
        Instant now = Instant.parse("2026-01-15T12:00:00Z");
        Contexts.ready()
                .withPropertyValues("columnseal.rotation.enabled=true", "columnseal.rotation.max-age=30d")
                .run(context -> assertThat(context.getBean(RotationSchedule.class)
                                .first(now)
                                .madeBefore())
                        .isBetween(
                                now.minus(Duration.ofDays(30)),
                                now.minus(Duration.ofDays(30)).plusSeconds(1)));
        Contexts.ready()
                .withPropertyValues("columnseal.rotation.enabled=true", "columnseal.rotation.cron=0 0 3 1 * *")
                .run(context -> {
                    Instant next = Instant.parse("2026-02-01T03:00:00Z");
                    RotationSchedule schedule = context.getBean(RotationSchedule.class);
                    assertThat(schedule.next(now)).isEqualTo(new RotationSchedule.Run(next, next));
                    assertThat(schedule.next(next).at()).isAfter(next);
                });
    }

    /** Whatever zone its container has. */
    @Test
    void rotatesByCronInTheZoneThatIsSet() {
        Contexts.ready()
                .withPropertyValues(
                        "columnseal.rotation.enabled=true",
                        "columnseal.rotation.cron=0 0 3 1 * *",
                        "columnseal.rotation.zone=Europe/Berlin")
                .run(context -> assertThat(context.getBean(RotationSchedule.class)
                                .next(Instant.parse("2026-01-15T12:00:00Z"))
                                .at())
                        .isEqualTo("2026-02-01T02:00:00Z"));
    }

    /** All nodes were restarted just then, say. */
    @Test
    void makesUpForATimeOfCronAtWhichNobodyWasThere() {
        Instant now = Instant.parse("2026-01-15T12:00:00Z");

        assertThat(new CronRotation("0 0 3 1 */3 *", ZoneOffset.UTC).first(now))
                .isEqualTo(new RotationSchedule.Run(now, Instant.parse("2026-01-01T03:00:00Z")));
        assertThat(new CronRotation("0 0 3 1 3 *", ZoneOffset.UTC).first(now))
                .isEqualTo(new RotationSchedule.Run(now, Instant.parse("2025-03-01T03:00:00Z")));
        assertThat(new CronRotation("* * * * * *", ZoneOffset.UTC).first(now))
                .isEqualTo(new RotationSchedule.Run(now, now));
        assertThat(new CronRotation("0 0 0 31 2 *", ZoneOffset.UTC).first(now)).isNull();
    }

    private static void logIn(Authentication authentication) {
        SecurityContextHolder.getContext().setAuthentication(authentication);
    }
}
