package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ActorResolver;
import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.KeyOperationRefusedException.Refusal;
import io.columnseal.SealEvent;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyAccess;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks for operations on keys, and may. */
class KeyActorsTest {

    private final TestKms kms = new TestKms();
    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final List<SealEvent> events = new CopyOnWriteArrayList<>();
    private final List<ColumnSeal> opened = new ArrayList<>();
    private String authenticated = "j.doe";

    @AfterEach
    void close() {
        opened.forEach(ColumnSeal::close);
    }

    @Test
    void believesWhoeverIsNamedWhereNobodyCanTell() {
        Keys keys = keys(builder -> {});

        assertThat(keys.currentActor()).isEqualTo("system");
        assertThat(keys.initialize("clinic-1", "anybody").createdBy()).isEqualTo("anybody");
    }

    @Test
    void recordsTheOneWhoIsAuthenticated() {
        Keys keys = resolving();

        KeyInfo key = keys.initialize("clinic-1", keys.currentActor());

        assertThat(key.createdBy()).isEqualTo("j.doe");
        assertThat(keys.rotate("clinic-1", " J.DOE", "yearly").changedBy()).isEqualTo("j.doe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.smith", "system", "j.doe2", "j.dое"})
    void refusesAnyOtherActor(String forged) {
        Keys keys = resolving();

        assertThatExceptionOfType(KeyOperationRefusedException.class)
                .isThrownBy(() -> keys.rotate("clinic-1", forged, "yearly"))
                .satisfies(error -> {
                    assertThat(error.refusal()).isEqualTo(Refusal.ACTOR);
                    assertThat(error.operation()).isEqualTo(KeyOperation.ROTATE);
                    assertThat(error.tenant()).isEqualTo("clinic-1");
                });

        assertThat(keys.history("clinic-1")).isEmpty();
        assertRefused("ROTATE", "j.doe", Refusal.ACTOR);
    }

    @Test
    void takesAJobOfTheApplicationForTheSystem() {
        Keys keys = resolving();
        authenticated = null;

        assertThat(keys.rotate("clinic-1", keys.currentActor(), "nightly").createdBy())
                .isEqualTo("system");
        assertThatExceptionOfType(KeyOperationRefusedException.class)
                .isThrownBy(() -> keys.rotate("clinic-1", "j.doe", "nightly"))
                .withMessageContaining("system");
    }

    @ParameterizedTest
    @ValueSource(strings = {"system", "System", "ＳＹＳＴＥＭ", "sys\u200Btem"})
    void letsNobodyBeTheSystem(String name) {
        Keys keys = resolving();
        authenticated = name;

        assertThatExceptionOfType(KeyOperationRefusedException.class)
                .isThrownBy(() -> keys.rotate("clinic-1", name, "yearly"));
        assertThatExceptionOfType(KeyOperationRefusedException.class)
                .isThrownBy(() -> keys.rotate("clinic-1", "system", "yearly"));
    }

    @Test
    void refusesWhoeverIsNotAuthenticated() {
        Keys keys = keys(builder -> builder.actorResolver(() -> {
            throw new IllegalStateException("secret of the resolver");
        }));

        assertThatExceptionOfType(KeyOperationRefusedException.class)
                .isThrownBy(() -> keys.rotate("clinic-1", "system", "yearly"))
                .withMessageNotContaining("secret");
        assertRefused("ROTATE", "system", Refusal.ACTOR);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void asksTheAuthorizerBeforeEveryOperation(KeyOperation operation, Consumer<Keys> asking) {
        List<KeyAccess> asked = new ArrayList<>();
        Keys keys = keys(builder -> builder.keyAuthorizer(access -> {
            asked.add(access);
            return false;
        }));
        long before = store.revision();

        assertThatExceptionOfType(KeyOperationRefusedException.class)
                .isThrownBy(() -> asking.accept(keys))
                .satisfies(error -> assertThat(error.refusal()).isEqualTo(Refusal.NOT_PERMITTED));

        assertThat(store.revision()).isEqualTo(before);
        assertThat(asked).singleElement().satisfies(access -> {
            assertThat(access.operation()).isEqualTo(operation);
            assertThat(access.actor()).isEqualTo("j.doe");
        });
        assertRefused(operation.name(), "j.doe", Refusal.NOT_PERMITTED);
    }

    static Stream<Arguments> operations() {
        KeyId key = new KeyId(1);
        return Stream.of(
                operation(KeyOperation.INITIALIZE, keys -> keys.initialize("clinic-1", "j.doe")),
                operation(KeyOperation.ROTATE, keys -> keys.rotate("clinic-1", "j.doe", "test")),
                operation(KeyOperation.ROTATE, keys -> keys.rotateIfDue("clinic-1", 1, "j.doe", "test")),
                operation(KeyOperation.ROTATE_ALL, keys -> keys.rotateAll("j.doe", "test")),
                operation(KeyOperation.ROTATE_INDEX, keys -> keys.rotateIndex("clinic-1", "j.doe", "test")),
                operation(KeyOperation.ROTATE_FILES, keys -> keys.rotateFiles("clinic-1", "j.doe", "test")),
                operation(KeyOperation.COMPROMISE, keys -> keys.markCompromised(key, "j.doe", "test")),
                operation(KeyOperation.SUSPEND, keys -> keys.suspend(key, "j.doe", "test")),
                operation(KeyOperation.SUSPEND, keys -> keys.suspend("clinic-1", "j.doe", "test")),
                operation(KeyOperation.RESUME, keys -> keys.resume(key, "j.doe", "test")),
                operation(KeyOperation.RESUME, keys -> keys.resume("clinic-1", "j.doe", "test")));
    }

    @Test
    void refusesWhenTheAuthorizerFails() {
        Keys keys = keys(builder -> builder.keyAuthorizer(access -> {
            throw new IllegalStateException("secret of the authorizer");
        }));

        assertThatExceptionOfType(KeyOperationRefusedException.class)
                .isThrownBy(() -> keys.rotate("clinic-1", "j.doe", "yearly"))
                .withMessageNotContaining("secret");
    }

    @Test
    void sealsForWhomeverTheApplicationLetsWrite() {
        ColumnSeal seal = open(builder -> builder.keyAuthorizer(access -> false));

        assertThat(seal.fields().encrypt(FieldContext.of("clinic-1", "patient.ssn"), new byte[1]))
                .isNotEmpty();
    }

    private void assertRefused(String operation, String actor, Refusal refusal) {
        assertThat(store.uses())
                .filteredOn(use -> use.operation().equals(operation))
                .singleElement()
                .satisfies(use -> {
                    assertThat(use.success()).isFalse();
                    assertThat(use.actor()).isEqualTo(actor);
                    assertThat(use.error()).isEqualTo(refusal.name());
                });
        assertThat(events)
                .filteredOn(SealEvent.KeyOperationRefused.class::isInstance)
                .hasSize(1);
    }

    private Keys resolving() {
        ActorResolver resolver = () -> authenticated;
        return keys(builder -> builder.actorResolver(resolver));
    }

    private Keys keys(Consumer<ColumnSealBuilder> configuration) {
        return open(configuration).keys();
    }

    private ColumnSeal open(Consumer<ColumnSealBuilder> configuration) {
        ColumnSealBuilder builder = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(store)
                .listener(events::add);
        configuration.accept(builder);
        ColumnSeal seal = builder.build();
        opened.add(seal);
        return seal;
    }

    private static Arguments operation(KeyOperation operation, Consumer<Keys> asking) {
        return Arguments.of(operation, asking);
    }
}
