package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.Hibernate;
import org.hibernate.SessionFactory;
import org.hibernate.bytecode.enhance.spi.DefaultEnhancementContext;
import org.hibernate.bytecode.enhance.spi.Enhancer;
import org.hibernate.bytecode.enhance.spi.UnloadedClass;
import org.hibernate.bytecode.internal.BytecodeProviderInitiator;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.spi.PersistentAttributeInterceptable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attributes of an entity whose bytecode Hibernate enhanced, which are read and written group by group. */
class LazyAttributesTest {

    private Class<? extends LazyPatient> entity;
    private SessionFactory factory;

    @BeforeEach
    void start() throws ReflectiveOperationException {
        ClassLoader enhancing = new EnhancingLoader(getClass().getClassLoader());
        entity = enhancing.loadClass(EnhancedPatient.class.getName()).asSubclass(LazyPatient.class);
        assertThat(PersistentAttributeInterceptable.class).isAssignableFrom(entity);
        factory = TestFactory.of(entity)
                .classLoader(enhancing)
                .setting(AvailableSettings.JAKARTA_VALIDATION_MODE, "none")
                .build();
        LazyPatient patient = entity.getDeclaredConstructor().newInstance();
        patient.fill(1, "name", "ssn", "note", "photo");
        factory.inTransaction(session -> session.persist(patient));
    }

    @AfterEach
    void stop() {
        factory.close();
    }

    private void withPatient(Consumer<LazyPatient> work) {
        factory.inTransaction(session -> work.accept(session.find(entity, 1L)));
    }

    private List<String> stored(String column) {
        return RawRows.of(factory, "patient", column).stream()
                .map(bytes -> HexFormat.of().formatHex(bytes))
                .toList();
    }

    @Test
    void areReadGroupByGroup() {
        withPatient(patient -> {
            assertThat(patient.ssn()).isEqualTo("ssn");
            assertThat(Hibernate.isPropertyInitialized(patient, "note")).isFalse();
            assertThat(patient.note()).isEqualTo("note");
            assertThat(Hibernate.isPropertyInitialized(patient, "note")).isTrue();
            assertThat(Hibernate.isPropertyInitialized(patient, "photo")).isFalse();
            assertThat(patient.photo()).isEqualTo("photo");
        });
    }

    @Test
    void areLeftAloneByAnUpdateThatDidNotReadThem() {
        List<String> note = stored("note");
        List<String> ssn = stored("ssn");

        withPatient(patient -> {
            patient.rename("other");
            patient.changeSsn("changed");
        });

        assertThat(stored("note")).isEqualTo(note);
        assertThat(stored("ssn")).isNotEqualTo(ssn);
        withPatient(patient -> {
            assertThat(patient.ssn()).isEqualTo("changed");
            assertThat(patient.note()).isEqualTo("note");
        });
    }

    @Test
    void areNotWrittenBecauseTheyWereRead() {
        List<String> note = stored("note");

        withPatient(patient -> assertThat(patient.note()).isEqualTo("note"));

        assertThat(stored("note")).isEqualTo(note);
    }

    @Test
    void areWrittenWithoutHavingBeenRead() {
        List<String> photo = stored("photo");

        withPatient(patient -> patient.changeNote("changed"));

        assertThat(stored("photo")).isEqualTo(photo);
        withPatient(patient -> {
            assertThat(patient.note()).isEqualTo("changed");
            assertThat(patient.photo()).isEqualTo("photo");
        });
    }

    /** Loads the entity as Hibernate's build plug-ins would have left it, everything else as it is. */
    private static final class EnhancingLoader extends ClassLoader {

        private final Enhancer enhancer = BytecodeProviderInitiator.buildDefaultBytecodeProvider()
                .getEnhancer(new DefaultEnhancementContext() {
                    @Override
                    public boolean doDirtyCheckingInline(UnloadedClass type) {
                        return true;
                    }
                });

        private EnhancingLoader(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(EnhancedPatient.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? enhanced(name) : loaded;
        }

        private Class<?> enhanced(String name) {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] enhanced = enhancer.enhance(name, file.readAllBytes());
                return defineClass(name, enhanced, 0, enhanced.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
