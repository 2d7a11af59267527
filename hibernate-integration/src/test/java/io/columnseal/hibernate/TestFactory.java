package io.columnseal.hibernate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.SharedSessionContract;
import org.hibernate.Transaction;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;

/** Builds session factories for tests the plain way: a settings map, annotated classes, a database. */
public final class TestFactory {

    static final String MASTER_KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private final Class<?>[] classes;
    private final List<String> mappings = new ArrayList<>();
    private final List<ColumnSeal> owned = new ArrayList<>();
    private final Map<String, Object> settings = new HashMap<>();
    private final BootstrapServiceRegistryBuilder bootstrap = new BootstrapServiceRegistryBuilder();

    private TestFactory(Class<?>... classes) {
        this.classes = classes;
        setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, "create");
        database(new H2Database());
    }

    /** With an H2 database and a seal of its own, unless told otherwise. */
    public static TestFactory of(Class<?>... classes) {
        return new TestFactory(classes);
    }

    public static ColumnSeal seal() {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(new InMemoryDataKeyStore())
                .build();
    }

    public TestFactory database(TestDatabase server) {
        settings.putAll(server.create());
        return this;
    }

    /** One that the test closes. */
    public TestFactory seal(ColumnSeal seal) {
        return setting(EncryptionSettings.INSTANCE, seal);
    }

    /** One that is closed with the factory, or with the attempt to build it. */
    public TestFactory ownSeal(ColumnSeal seal) {
        owned.add(seal);
        return seal(seal);
    }

    /** Where Hibernate is to look for the entities before anywhere else. */
    public TestFactory classLoader(ClassLoader loader) {
        bootstrap.applyClassLoader(loader);
        return this;
    }

    /** The text of an {@code orm.xml}. */
    public TestFactory mapping(String xml) {
        mappings.add(xml);
        return this;
    }

    public TestFactory setting(String name, Object value) {
        settings.put(name, value);
        return this;
    }

    public SessionFactory build() {
        if (!settings.containsKey(EncryptionSettings.INSTANCE)) {
            ownSeal(seal());
        }
        return buildWithoutSeal();
    }

    public SessionFactory buildWithoutSeal() {
        var registry = new StandardServiceRegistryBuilder(bootstrap.build())
                .applySettings(settings)
                .build();
        try {
            MetadataSources sources = new MetadataSources(registry).addAnnotatedClasses(classes);
            mappings.forEach(xml -> sources.addInputStream(new ByteArrayInputStream(xml.getBytes(UTF_8))));
            return sources.buildMetadata()
                    .getSessionFactoryBuilder()
                    .addSessionFactoryObservers(new OwnedSeals(owned))
                    .build();
        } catch (RuntimeException e) {
            StandardServiceRegistryBuilder.destroy(registry);
            owned.forEach(ColumnSeal::close);
            throw e;
        }
    }

    /** An open one keeps a thread that wakes twenty times a second. */
    private record OwnedSeals(List<ColumnSeal> seals) implements SessionFactoryObserver {

        @Override
        public void sessionFactoryClosed(SessionFactory factory) {
            seals.forEach(ColumnSeal::close);
        }
    }

    /** For any version of Hibernate: the newer ones can do it by themselves. */
    public static <S extends SharedSessionContract> void inTransaction(S session, Consumer<S> work) {
        fromTransaction(session, same -> {
            work.accept(same);
            return null;
        });
    }

    /** The same for work that yields something. */
    public static <S extends SharedSessionContract, T> T fromTransaction(S session, Function<S, T> work) {
        Transaction transaction = session.beginTransaction();
        try {
            T result = work.apply(session);
            transaction.commit();
            return result;
        } catch (RuntimeException | Error e) {
            if (transaction.isActive()) {
                transaction.rollback();
            }
            throw e;
        }
    }
}
