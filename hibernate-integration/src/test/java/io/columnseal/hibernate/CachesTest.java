package io.columnseal.hibernate;

import static io.columnseal.test.ColumnSealAssertions.assertThatColumn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.QueryRefusedException;
import io.columnseal.Storage;
import io.columnseal.TenantMismatchException;
import io.columnseal.TenantScope;
import io.columnseal.index.FoldCase;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.kms.LocalKms;
import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.TenantId;
import org.hibernate.cache.MutableCacheKeyBuilder;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.query.SelectionQuery;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Second-level caches hold ciphertext. Caffeine keeps serialized copies here, so what it holds is what would travel. */
class CachesTest {

    private static final String SECRET = "SECRET-c4ch3";

    private SessionFactory factory;

    @BeforeEach
    void start() {
        cacheManager().getCacheNames().forEach(cacheManager()::destroyCache);
        factory = cached(TestFactory.of(Patient.class)
                .setting(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new TenantsTest.RootResolver()));
        in("acme", session -> session.persist(new Patient(1)));
        factory.getCache().evictAllRegions();
        statistics().clear();
    }

    private static SessionFactory cached(TestFactory made) {
        return made.setting(AvailableSettings.CACHE_REGION_FACTORY, "jcache")
                .setting("hibernate.javax.cache.provider", CaffeineCachingProvider.class.getName())
                .setting("hibernate.javax.cache.missing_cache_strategy", "create")
                .setting(AvailableSettings.USE_SECOND_LEVEL_CACHE, true)
                .setting(AvailableSettings.USE_QUERY_CACHE, true)
                .setting(AvailableSettings.GENERATE_STATISTICS, true)
                .build();
    }

    @AfterEach
    void stop() {
        factory.close();
    }

    private static CacheManager cacheManager() {
        return Caching.getCachingProvider(CaffeineCachingProvider.class.getName())
                .getCacheManager();
    }

    private Statistics statistics() {
        return factory.getStatistics();
    }

    private void in(String tenant, Consumer<Session> work) {
        try (Session session =
                factory.withOptions().tenantIdentifier((Object) tenant).openSession()) {
            TestFactory.inTransaction(session, work);
        }
    }

    /** Everything that lies in any cache, serialized. */
    private static List<String> contents() {
        List<String> contents = new ArrayList<>();
        for (String name : cacheManager().getCacheNames()) {
            for (Cache.Entry<Object, Object> entry : cacheManager().getCache(name)) {
                contents.add(serialized(entry.getKey()));
                contents.add(serialized(entry.getValue()));
            }
        }
        return contents;
    }

    private static String serialized(Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static void assertOnlyCiphertext(int atLeast) {
        assertThat(contents())
                .hasSizeGreaterThanOrEqualTo(atLeast)
                .allSatisfy(content -> assertThat(content)
                        .doesNotContain(SECRET)
                        .doesNotContain("io.columnseal.hibernate.type")
                        .doesNotContain("io.columnseal.hibernate.internal"));
    }

    @Test
    void entityAndCollectionCachesHoldCiphertext() {
        in("acme", session -> {
            Patient patient = session.find(Patient.class, 1);
            assertThat(patient.tags).hasSize(2);
        });

        assertOnlyCiphertext(4);
        long statements = statements();
        in("acme", session -> {
            Patient patient = session.find(Patient.class, 1);
            assertThat(patient.ssn).isEqualTo(SECRET);
            assertThat(patient.address.street).isEqualTo(SECRET);
            assertThat(patient.tags).containsExactly(SECRET, SECRET + 2);
            assertThat(patient.none).isNull();
        });
        assertThat(statements()).isEqualTo(statements);
    }

    @Test
    void queryCachesHoldCiphertext() {
        for (int round = 0; round < 2; round++) {
            in("acme", session -> {
                assertThat(session.createQuery("select p.ssn from Patient p", String.class)
                                .setCacheable(true)
                                .getResultList())
                        .containsExactly(SECRET);
                assertThat(session.createQuery("select p.ssn, p.address.street, p.id from Patient p", Object[].class)
                                .setCacheable(true)
                                .getSingleResult())
                        .containsExactly(SECRET, SECRET, 1L);
                assertThat(session.createQuery("from Patient", Patient.class)
                                .setCacheable(true)
                                .getSingleResult()
                                .ssn)
                        .isEqualTo(SECRET);
            });
        }

        assertThat(statistics().getQueryCacheHitCount()).isEqualTo(3);
        assertOnlyCiphertext(6);
    }

    private static List<Long> findByBadge(Session session) {
        return session.createQuery("select p.id from Patient p where p.badge = :badge", Long.class)
                .setParameter("badge", SECRET)
                .setCacheable(true)
                .getResultList();
    }

    @Test
    void cachedLookupsHoldNoValue() {
        for (int round = 0; round < 2; round++) {
            in("acme", session -> assertThat(findByBadge(session)).containsExactly(1L));
            in("beta", session -> assertThat(findByBadge(session)).isEmpty());
        }

        assertThat(statistics().getQueryCacheHitCount()).isEqualTo(2);
        assertOnlyCiphertext(2);
    }

    @Test
    void whatIsNotSealedYetLiesInNoCache() {
        factory.close();
        cacheManager().getCacheNames().forEach(cacheManager()::destroyCache);
        factory = cached(TestFactory.of(MovingPatient.class)
                .setting("columnseal.migration.moving.ssn", "prepare")
                .setting(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new TenantsTest.RootResolver()));
        in("acme", session -> session.persist(new MovingPatient(1)));
        for (int round = 0; round < 2; round++) {
            in("acme", session -> {
                assertThat(session.createQuery("select p.ssn from MovingPatient p where p.ssn = :ssn", String.class)
                                .setParameter("ssn", SECRET)
                                .setCacheable(true)
                                .getResultList())
                        .containsExactly(SECRET);
                assertThat(session.find(MovingPatient.class, 1).ssn).isEqualTo(SECRET);
            });
            in(
                    "acme",
                    session -> assertThat(session.createQuery("from MovingPatient", MovingPatient.class)
                                    .setCacheable(true)
                                    .getSingleResult()
                                    .ssn)
                            .isEqualTo(SECRET));
            assertOnlyCiphertext(0);
            factory.getCache().evictEntityData();
        }

        assertThat(RawRows.of(factory, "moving", "ssn")).containsExactly(SECRET.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void lookupsOfRootSessionsAreNotCached() {
        assertThatThrownBy(() -> TenantScope.call("acme", () -> {
                    in("root", CachesTest::findByBadge);
                    return null;
                }))
                .isInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("cached query")
                .hasMessageNotContaining(SECRET);
        assertThat(statistics().getQueryCachePutCount()).isZero();
    }

    @Test
    void cachedLookupsHoldNoValueAndAnswerForTheirOwnOnly() {
        try (SessionFactory indexed = cached(TestFactory.of(Indexed.class))) {
            indexed.inTransaction(session -> {
                session.persist(new Indexed(1, SECRET));
                session.persist(new Indexed(2, SECRET + 2));
            });
            for (int round = 0; round < 2; round++) {
                for (int id = 1; id <= 2; id++) {
                    String ssn = id == 1 ? SECRET : SECRET + id;
                    List<Long> found = indexed.fromSession(
                            session -> session.createQuery("select i.id from Indexed i where i.ssn = :ssn", Long.class)
                                    .setParameter("ssn", ssn)
                                    .setCacheable(true)
                                    .getResultList());
                    assertThat(found).containsExactly((long) id);
                }
            }

            assertThat(indexed.getStatistics().getQueryCacheHitCount()).isEqualTo(2);
            assertOnlyCiphertext(2);
        }
    }

    /** The SQL of such queries is the same for all values, and they have no parameters: one would answer for the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "i.ssn = '#'",
                "i.ssn <> '#'",
                "i.ssn in ('#')",
                "i.ssn in ('#', :value)",
                "i.ssn like '#%'",
                "i.ssn like concat('#', '%')",
                "i.ssn like concat('#', :value, '%')"
            })
    void cachedLookupsByLiteralsAreRefused(String condition) {
        try (SessionFactory indexed = cached(TestFactory.of(Indexed.class))) {
            indexed.inTransaction(session -> session.persist(new Indexed(1, SECRET)));
            for (String literal : List.of(SECRET, "elsewhere")) {
                String hql = "select i.id from Indexed i where " + condition.replace("#", literal);

                assertThat(found(indexed, hql, "", false))
                        .as(hql)
                        .containsExactlyElementsOf(
                                literal.equals(SECRET) != hql.contains("<>") ? List.of(1L) : List.of());
                assertThatThrownBy(() -> found(indexed, hql, "", true))
                        .isInstanceOf(QueryRefusedException.class)
                        .hasMessageContaining("bind the value as a parameter")
                        .hasMessageNotContaining(literal);
            }
            assertThat(indexed.getStatistics().getQueryCachePutCount()).isZero();
        }
    }

    /** The cache is asked before anything is bound, and so before a literal is refused. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "i.ssn in (:value, :value) ; i.ssn in ('elsewhere', :value)",
                "i.ssn = :value and i.ssn = :value ; i.ssn = 'elsewhere' and i.ssn = :value",
                "i.ssn like concat(:value, '%') ; i.ssn like concat('else', :value, '%')",
                "lower(i.ssn) like concat(lower(:value), '%') ; lower(i.ssn) like concat(lower('else'), lower(:value), '%')"
            })
    void literalsAreNotAnsweredWithWhatParametersLeftInTheCache(String parameters, String literals) {
        try (SessionFactory indexed = cached(TestFactory.of(Indexed.class))) {
            indexed.inTransaction(session -> session.persist(new Indexed(1, SECRET)));
            String from = "select i.id from Indexed i where ";
            assertThat(found(indexed, from + parameters, SECRET, true)).containsExactly(1L);

            assertThatThrownBy(() -> found(indexed, from + literals, SECRET, true))
                    .isInstanceOf(QueryRefusedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bind", "inline"})
    void cachedCriteriaAnswerForTheirOwnOnly(String mode) {
        try (SessionFactory indexed =
                cached(TestFactory.of(Indexed.class).setting(AvailableSettings.CRITERIA_VALUE_HANDLING_MODE, mode))) {
            indexed.inTransaction(session -> session.persist(new Indexed(1, SECRET)));
            for (String value : List.of(SECRET, "other", SECRET)) {
                ThrowingCallable lookup = () -> {
                    List<Long> found = indexed.fromSession(session -> {
                        var builder = session.getCriteriaBuilder();
                        var query = builder.createQuery(Long.class);
                        var root = query.from(Indexed.class);
                        query.select(root.get("id")).where(builder.equal(root.get("ssn"), value));
                        return session.createQuery(query).setCacheable(true).getResultList();
                    });
                    assertThat(found).hasSize(value.equals(SECRET) ? 1 : 0);
                };
                if (mode.equals("inline")) {
                    assertThatThrownBy(lookup).isInstanceOf(QueryRefusedException.class);
                } else {
                    assertThatCode(lookup).doesNotThrowAnyException();
                }
            }
        }
    }

    @Test
    void cachedPrefixSearchesAreToldApartByTheFormOfTheirPattern() {
        try (SessionFactory indexed = cached(TestFactory.of(Indexed.class))) {
            indexed.inTransaction(session -> {
                session.persist(new Indexed(1, "a!!"));
                session.persist(new Indexed(2, "a!b"));
            });
            String from = "select i.id from Indexed i where i.ssn like ";
            for (int round = 0; round < 2; round++) {
                assertThat(found(indexed, from + ":value", "a!!%", true)).containsExactly(1L);
                assertThat(found(indexed, from + ":value escape '!'", "a!!%", true))
                        .containsExactlyInAnyOrder(1L, 2L);
                assertThat(found(indexed, from + "concat(:value, '%')", "a!", true))
                        .containsExactlyInAnyOrder(1L, 2L);
                assertThat(found(indexed, from + "concat(:value, '%') escape '!'", "a!!", true))
                        .containsExactlyInAnyOrder(1L, 2L);
            }
            assertThatThrownBy(() -> found(indexed, from + ":value", "a!", true))
                    .isInstanceOf(QueryRefusedException.class);
            assertThat(indexed.getStatistics().getQueryCacheHitCount()).isEqualTo(4);
        }
    }

    private static List<Long> found(SessionFactory factory, String hql, String value, boolean cacheable) {
        return factory.fromSession(session -> {
            var query = session.createQuery(hql, Long.class).setCacheable(cacheable);
            if (hql.contains(":value")) {
                query.setParameter("value", value);
            }
            return query.getResultList();
        });
    }

    /** Hibernate takes a part of a pattern for a text of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "i.ssn like :value",
                "i.ssn like concat(:value, '%')",
                "lower(i.ssn) like lower(:value)",
                "lower(i.ssn) like lower(concat(:value, '%'))"
            })
    void cachedPrefixSearchesHoldNoValueAndAnswerForTheirOwnOnly(String condition) {
        try (SessionFactory indexed = cached(TestFactory.of(Indexed.class))) {
            indexed.inTransaction(session -> {
                session.persist(new Indexed(1, SECRET + 1));
                session.persist(new Indexed(2, SECRET + 2));
            });
            for (int round = 0; round < 2; round++) {
                for (long id = 1; id <= 2; id++) {
                    String begin = SECRET + id + (condition.contains("concat") ? "" : "%");
                    List<Long> found = indexed.fromSession(
                            session -> session.createQuery("select i.id from Indexed i where " + condition, Long.class)
                                    .setParameter("value", begin)
                                    .setCacheable(true)
                                    .getResultList());
                    assertThat(found).containsExactly(id);
                }
            }

            assertThat(indexed.getStatistics().getQueryCacheHitCount()).isEqualTo(2);
            assertOnlyCiphertext(2);
        }
    }

    @Test
    void theGuardRefusesCacheableQueriesEachTime() {
        for (int round = 0; round < 2; round++) {
            in(
                    "acme",
                    session -> assertThatThrownBy(
                                    () -> session.createQuery("select p.id from Patient p order by p.ssn", Long.class)
                                            .setCacheable(true)
                                            .getResultList())
                            .isInstanceOf(QueryRefusedException.class));
        }

        assertThat(statistics().getQueryCachePutCount()).isZero();
    }

    /** In either order: Hibernate gives the parameter the type of one of its places. */
    @ParameterizedTest
    @ValueSource(strings = {"p.badge = :value or p.tenant = :value", "p.tenant = :value or p.badge in (:value)"})
    void refusesToCacheALookupByAParameterThatAPlainAttributeShares(String condition) {
        in("acme", session -> {
            SelectionQuery<Long> query = session.createSelectionQuery(
                            "select p.id from Patient p where " + condition, Long.class)
                    .setParameter("value", SECRET);

            assertThat(query.getResultList()).containsExactly(1L);
            assertThatThrownBy(() -> query.setCacheable(true).getResultList())
                    .isInstanceOf(QueryRefusedException.class)
                    .hasMessageContaining("Patient.badge")
                    .hasMessageContaining("another name");
        });

        assertThat(statistics().getQueryCachePutCount()).isZero();
    }

    @Test
    void cachedNativeQueriesHoldCiphertext() {
        for (int round = 0; round < 2; round++) {
            in(
                    "acme",
                    session -> assertThat(session.createNativeQuery("select * from patient", Patient.class)
                                    .setCacheable(true)
                                    .getSingleResult()
                                    .ssn)
                            .isEqualTo(SECRET));
        }

        assertOnlyCiphertext(2);
    }

    @Test
    void whatATenantCachedIsRefusedToAnother() {
        in("acme", session -> session.find(Patient.class, 1));
        RawRows.update(factory, "update patient set tenant = 'beta'");

        assertThatThrownBy(() -> in("beta", session -> session.find(Patient.class, 1)))
                .isInstanceOf(TenantMismatchException.class);
    }

    @Test
    void rootSessionsCacheCiphertextToo() {
        in("root", session -> {
            assertThat(session.find(Patient.class, 1).ssn).isEqualTo(SECRET);
            session.createQuery("select p.ssn from Patient p", String.class)
                    .setCacheable(true)
                    .getResultList();
        });

        assertOnlyCiphertext(4);
        long statements = statements();
        in("root", session -> {
            assertThat(session.find(Patient.class, 1).ssn).isEqualTo(SECRET);
            assertThat(session.createQuery("select p.ssn from Patient p", String.class)
                            .setCacheable(true)
                            .getResultList())
                    .containsExactly(SECRET);
        });
        assertThat(statements()).isEqualTo(statements);
    }

    @Test
    void aScopedRootSessionDoesNotOpenWhatAnUnscopedOneCachedOfOtherTenants() {
        in(
                "root",
                session -> session.createQuery("select p.ssn from Patient p", String.class)
                        .setCacheable(true)
                        .getResultList());

        assertThatThrownBy(() -> TenantScope.call("beta", () -> {
                    in(
                            "root",
                            session -> session.createQuery("select p.ssn from Patient p", String.class)
                                    .setCacheable(true)
                                    .getResultList());
                    return null;
                }))
                .isInstanceOf(TenantMismatchException.class);
    }

    @Test
    void aScopedRootSessionDoesNotOpenWhatOneOfAnotherScopeCached() {
        TenantScope.call("acme", () -> {
            in("root", CachesTest::readCached);
            return null;
        });

        assertThatThrownBy(() -> TenantScope.call("beta", () -> {
                    in("root", CachesTest::readCached);
                    return null;
                }))
                .isInstanceOf(TenantMismatchException.class);
        assertThat(statistics().getQueryCacheHitCount()).isEqualTo(1);
    }

    private static void readCached(Session session) {
        session.createQuery("select p.ssn from Patient p", String.class)
                .setCacheable(true)
                .getResultList();
    }

    /** It writes past Hibernate, which would go on giving what was found without index values. */
    @Test
    void aRebuildOfIndexesEmptiesTheQueryCache() throws SQLException {
        try (HikariDataSource dataSource = FactoryDatabase.open(factory)) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("update patient set badge_bidx = null");
            }
            assertThat(byBadge()).isEmpty();
            assertThat(byBadge()).isEmpty();
            assertThat(statistics().getQueryCacheHitCount()).isEqualTo(1);

            assertThat(SealedColumns.of(factory).indexRebuild(dataSource).run().written())
                    .isEqualTo(1);
        }

        assertThat(byBadge()).containsExactly(1L);
    }

    /** It writes past Hibernate as well, which goes on with the ciphertext of before: that opens, and nothing writes it back. */
    @Test
    void aReencryptionLeavesWhatIsCachedReadableAndBringsNoneOfItBack() throws SQLException {
        factory.close();
        cacheManager().getCacheNames().forEach(cacheManager()::destroyCache);
        ColumnSeal seal = TestFactory.seal();
        factory = cached(TestFactory.of(Patient.class)
                .ownSeal(seal)
                .setting(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new TenantsTest.RootResolver()));
        in("acme", session -> session.persist(new Patient(1)));
        in("acme", session -> assertThat(session.find(Patient.class, 1).tags).hasSize(2));
        KeyId active = seal.keys().rotate("acme", "test", "test").id();
        try (HikariDataSource dataSource = FactoryDatabase.open(factory)) {
            assertThat(seal.reencryption(dataSource, SealedColumns.of(factory).list())
                            .run()
                            .complete())
                    .isTrue();
            long statements = statements();

            in("acme", session -> {
                Patient patient = session.find(Patient.class, 1);
                assertThat(patient.ssn).isEqualTo(SECRET);
                assertThat(patient.tags).containsExactly(SECRET, SECRET + 2);
                assertThat(statements()).as("out of the cache").isEqualTo(statements);
                patient.none = "changed";
            });

            // The update wrote all columns of the row
            assertThatColumn(dataSource, "patient", "ssn").isSealedUnder(active);
            assertThatColumn(dataSource, "patient", "none").isSealedUnder(active);
        }
        factory.getCache().evictAllRegions();
        in("acme", session -> assertThat(session.find(Patient.class, 1).ssn).isEqualTo(SECRET));
    }

    private List<Long> byBadge() {
        List<Long> found = new ArrayList<>();
        in(
                "acme",
                session -> found.addAll(session.createQuery("select p.id from Patient p where p.badge = :x", Long.class)
                        .setParameter("x", SECRET)
                        .setCacheable(true)
                        .getResultList()));
        return found;
    }

    @Test
    void rootSessionsReadTheirCacheWhateverTheirScope() {
        in("root", session -> session.find(Patient.class, 1));

        TenantScope.call("acme", () -> {
            in("root", session -> assertThat(session.find(Patient.class, 1).ssn).isEqualTo(SECRET));
            return null;
        });
        in("root", session -> assertThat(session.find(Patient.class, 1).ssn).isEqualTo(SECRET));
    }

    @Test
    void whoHasNoTenantReadsTheCacheAndDoesNotFillIt() {
        String[] current = {"acme"};
        try (ColumnSeal seal = ColumnSeal.builder()
                        .environment(Environment.TEST)
                        .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
                        .keyStore(new InMemoryDataKeyStore())
                        .tenantResolver(() -> current[0])
                        .build();
                SessionFactory resolved = cached(TestFactory.of(Note.class).seal(seal))) {
            resolved.inTransaction(session -> session.persist(new Note(1)));
            resolved.getCache().evictAllRegions();

            current[0] = null;
            resolved.inTransaction(session -> {
                Note note = session.find(Note.class, 1);
                assertThat(note.text).isEqualTo(SECRET);
                assertThat(note.tags).hasSize(1);
            });
            assertThat(resolved.getCache().containsEntity(Note.class, 1L)).isFalse();

            current[0] = seal.defaultTenant();
            assertThatThrownBy(() -> resolved.inTransaction(session -> session.find(Note.class, 1)))
                    .isInstanceOf(TenantMismatchException.class);

            current[0] = "acme";
            resolved.inTransaction(session -> session.find(Note.class, 1));
            assertThat(resolved.getCache().containsEntity(Note.class, 1L)).isTrue();
            current[0] = null;
            resolved.inTransaction(
                    session -> assertThat(session.find(Note.class, 1).text).isEqualTo(SECRET));
            current[0] = "beta";
            assertThatThrownBy(() -> resolved.inTransaction(session -> session.find(Note.class, 1)))
                    .isInstanceOf(TenantMismatchException.class);
        }
    }

    @Test
    void cacheKeysHoldAHashOfTheValue() {
        var attribute = ((SessionFactoryImplementor) factory)
                .getMappingMetamodel()
                .getEntityDescriptor(Patient.class)
                .findAttributeMapping("ssn");
        in("acme", session -> {
            CollectedKey first = new CollectedKey();
            CollectedKey second = new CollectedKey();
            CollectedKey other = new CollectedKey();
            attribute.addToCacheKey(first, SECRET, (SharedSessionContractImplementor) session);
            attribute.addToCacheKey(second, SECRET, (SharedSessionContractImplementor) session);
            attribute.addToCacheKey(other, SECRET + "2", (SharedSessionContractImplementor) session);

            assertThat(first.values).isEqualTo(second.values).isNotEqualTo(other.values);
            assertThat(first.hashCode).isEqualTo(second.hashCode).isNotEqualTo(SECRET.hashCode());
            assertThat(first.values.toString()).doesNotContain(SECRET);
        });
    }

    private long statements() {
        return statistics().getPrepareStatementCount();
    }

    private static final class CollectedKey implements MutableCacheKeyBuilder {

        private final List<Object> values = new ArrayList<>();
        private int hashCode;

        @Override
        public void addValue(Object value) {
            values.add(value);
        }

        @Override
        public void addHashCode(int code) {
            hashCode = code;
        }

        @Override
        public java.io.Serializable build() {
            throw new UnsupportedOperationException();
        }
    }

    @Entity(name = "Indexed")
    static class Indexed {
        @Id
        long id;

        @Encrypted @BlindIndex
        @BlindIndex(prefix = 16, normalizer = FoldCase.class)
        String ssn;

        Indexed() {}

        Indexed(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
        }
    }

    @Entity(name = "Note")
    @Cacheable
    @org.hibernate.annotations.Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "notes")
    static class Note {
        @Id
        long id;

        @Encrypted String text = SECRET;

        @ElementCollection
        @org.hibernate.annotations.Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "note-tags")
        @Encrypted List<String> tags = new ArrayList<>(List.of(SECRET));

        Note() {}

        Note(long id) {
            this.id = id;
        }
    }

    @Embeddable
    static class Address {
        @Encrypted String street;
    }

    @Entity(name = "MovingPatient")
    @Table(name = "moving")
    @Cacheable
    @org.hibernate.annotations.Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "moving")
    static class MovingPatient {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted(storage = Storage.TEXT) @BlindIndex
        String ssn;

        MovingPatient() {}

        MovingPatient(long id) {
            this.id = id;
            this.ssn = SECRET;
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    @Cacheable
    @org.hibernate.annotations.Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "patients")
    static class Patient {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted String ssn;

        @Encrypted String none;

        @BlindIndex
        @Encrypted String badge = SECRET;

        Address address;

        @ElementCollection(fetch = FetchType.LAZY)
        @org.hibernate.annotations.Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "tags")
        @jakarta.persistence.OrderColumn
        @Encrypted List<String> tags;

        Patient() {}

        Patient(long id) {
            this.id = id;
            this.ssn = SECRET;
            this.address = new Address();
            this.address.street = SECRET;
            this.tags = new ArrayList<>(List.of(SECRET, SECRET + 2));
        }
    }
}
