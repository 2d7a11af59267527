package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import io.columnseal.UnsupportedMappingException;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.Immutable;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hibernate can cache immutable entities as the objects they are, which no encryption reaches. */
class ReferenceCacheTest {

    private static SessionFactory start(Class<?> entity, boolean references) {
        return TestFactory.of(entity)
                .setting(AvailableSettings.CACHE_REGION_FACTORY, "jcache")
                .setting("hibernate.javax.cache.provider", CaffeineCachingProvider.class.getName())
                .setting("hibernate.javax.cache.missing_cache_strategy", "create")
                .setting(AvailableSettings.USE_SECOND_LEVEL_CACHE, true)
                .setting(AvailableSettings.USE_DIRECT_REFERENCE_CACHE_ENTRIES, references)
                .build();
    }

    @ParameterizedTest
    @ValueSource(classes = {Frozen.class, FrozenEmbeddable.class})
    void isRefusedForImmutableEntitiesWithEncryptedAttributes(Class<?> entity) {
        assertThatThrownBy(() -> start(entity, true).close())
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("hibernate.cache.use_reference_entries")
                .hasMessageContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Mutable.class})
    void isAllowedForOtherEntities(Class<?> entity) {
        try (SessionFactory factory = start(entity, true)) {
            assertThat(factory.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Frozen.class, FrozenEmbeddable.class})
    void isNoMatterWhereItIsOff(Class<?> entity) {
        try (SessionFactory factory = start(entity, false)) {
            assertThat(factory.isOpen()).isTrue();
        }
    }

    @Entity
    @Immutable
    @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
    static class Frozen {
        @Id
        long id;

        @Encrypted String secret;
    }

    @Embeddable
    static class Part {
        @Encrypted String secret;
    }

    @Entity
    @Immutable
    @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
    static class FrozenEmbeddable {
        @Id
        long id;

        Part part;
    }

    @Entity
    @Immutable
    @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
    static class Plain {
        @Id
        long id;

        String name;
    }

    @Entity
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Mutable {
        @Id
        long id;

        @Encrypted String secret;
    }
}
