package io.columnseal.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.TenantResolver;
import io.columnseal.codec.CodecRegistry;
import io.columnseal.codec.ValueCodec;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.test.TestKms;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.core.annotation.Order;

class ColumnSealAutoConfigurationTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(UTF_8);

    @Test
    void sealsAndOpensWithNothingButAMasterKeyAndADataSource() {
        Contexts.ready().run(context -> {
            ColumnSeal seal = context.getBean(ColumnSeal.class);
            byte[] sealed = seal.fields().encrypt(SSN, PLAINTEXT);

            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
            assertThat(seal.environment()).isEqualTo(Environment.PRODUCTION);
            assertThat(context).hasSingleBean(JdbcDataKeyStore.class).hasSingleBean(LocalKms.class);
        });
    }

    @Test
    void addsNoDataSourceThatSomethingCouldTakeForTheApplications() {
        Contexts.ready()
                .run(context -> assertThat(context.getBeanNamesForType(DataSource.class))
                        .containsExactly("dataSource"));
    }

    @Test
    void backsOffWithoutADataSourceAndWithoutASetting() {
        Contexts.bare()
                .run(context ->
                        assertThat(context).doesNotHaveBean(ColumnSeal.class).hasNotFailed());
    }

    @Test
    void closesTheKeysWithTheContext() throws InterruptedException {
        CountDownLatch evicted = new CountDownLatch(1);
        SealListener listener = event -> {
            if (event instanceof SealEvent.KeyEvicted) {
                evicted.countDown();
            }
        };
        Contexts.ready().withBean(SealListener.class, () -> listener).run(context -> {
            context.getBean(ColumnSeal.class).fields().encrypt(SSN, PLAINTEXT);
            assertThat(evicted.getCount()).isEqualTo(1);
        });

        assertThat(evicted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void usesTheApplicationsKms() {
        TestKms kms = new TestKms();
        Contexts.withDatabase().withBean(Kms.class, () -> kms).run(context -> {
            context.getBean(ColumnSeal.class).fields().encrypt(SSN, PLAINTEXT);
            assertThat(kms.calls(TestKms.Call.GENERATE)).isPositive();
        });
    }

    @Test
    void usesTheApplicationsKeyStoreAndOpensNoDatabase() {
        DataKeyStore store = new InMemoryDataKeyStore();
        Contexts.bare()
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .withBean(DataKeyStore.class, () -> store)
                .run(context -> {
                    context.getBean(ColumnSeal.class).fields().encrypt(SSN, PLAINTEXT);
                    assertThat(store.isEmpty()).isFalse();
                    assertThat(context).doesNotHaveBean(KeyDatabase.class);
                });
    }

    @Test
    void usesTheApplicationsColumnSealAndAsksForNoMasterKey() {
        Contexts.withDatabase()
                .withBean(
                        ColumnSeal.class,
                        () -> ColumnSeal.builder()
                                .kms(new TestKms())
                                .keyStore(new InMemoryDataKeyStore())
                                .build())
                .run(context -> assertThat(context)
                        .hasSingleBean(ColumnSeal.class)
                        .doesNotHaveBean(Kms.class)
                        .doesNotHaveBean(DataKeyStore.class));
    }

    @Test
    void usesTheApplicationsTenantResolver() {
        TenantResolver resolver = () -> "clinic-1";
        Contexts.ready()
                .withBean(TenantResolver.class, () -> resolver)
                .run(context -> assertThat(context.getBean(ColumnSeal.class).tenantResolver())
                        .isSameAs(resolver));
    }

    @Test
    void tellsEveryListenerEvenWhenOneFails() {
        List<SealEvent> first = new CopyOnWriteArrayList<>();
        List<SealEvent> second = new CopyOnWriteArrayList<>();
        Contexts.ready()
                .withBean("first", SealListener.class, () -> first::add)
                .withBean("failing", SealListener.class, () -> event -> {
                    throw new IllegalStateException("told to fail");
                })
                .withBean("second", SealListener.class, () -> second::add)
                .run(context -> {
                    context.getBean(ColumnSeal.class).fields().encrypt(SSN, PLAINTEXT);
                    assertThat(first)
                            .isEqualTo(second)
                            .anyMatch(event -> event instanceof SealEvent.KeyCreated created
                                    && created.tenant().equals("clinic-1"));
                });
    }

    @Test
    void usesTheApplicationsCodecs() {
        Contexts.ready()
                .withBean(ShoutingCodec.class)
                .run(context -> assertThat(codecOf(context, String.class)).get().isInstanceOf(ShoutingCodec.class));
    }

    @Test
    void usesTheApplicationsCodecRegistry() {
        CodecRegistry registry = type -> Optional.empty();
        Contexts.ready()
                .withBean(CodecRegistry.class, () -> registry)
                .run(context ->
                        assertThat(context.getBean(ColumnSeal.class).codecs()).isSameAs(registry));
    }

    @Test
    void letsCustomizersHaveTheLastWordInTheirOrder() {
        Contexts.ready()
                .withPropertyValues("columnseal.default-tenant=from-properties")
                .withBean(First.class)
                .withBean(Last.class)
                .run(context -> assertThat(context.getBean(ColumnSeal.class).defaultTenant())
                        .isEqualTo("last"));
    }

    private static Optional<ValueCodec<?>> codecOf(AssertableApplicationContext context, Class<?> type) {
        return context.getBean(ColumnSeal.class).codecs().find(type);
    }

    @Order(2)
    static final class Last implements ColumnSealCustomizer {
        @Override
        public void customize(ColumnSealBuilder builder) {
            builder.defaultTenant("last");
        }
    }

    @Order(1)
    static final class First implements ColumnSealCustomizer {
        @Override
        public void customize(ColumnSealBuilder builder) {
            builder.defaultTenant("first");
        }
    }

    static final class ShoutingCodec implements ValueCodec<String> {

        @Override
        public String name() {
            return "shouting";
        }

        @Override
        public Class<String> type() {
            return String.class;
        }

        @Override
        public byte[] encode(String value) {
            return value.getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] encoded) {
            return new String(encoded, UTF_8).toUpperCase(Locale.ROOT);
        }
    }
}
