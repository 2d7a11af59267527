package io.columnseal.jpa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.ConfigurationException;
import io.columnseal.DecryptionException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.SealEvent;
import io.columnseal.TamperedText;
import io.columnseal.TenantMismatchException;
import io.columnseal.TenantMissingException;
import io.columnseal.TenantScope;
import io.columnseal.codec.Codecs;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.test.TestKms;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealedAttributeConverterTest {

    private final InMemoryDataKeyStore keyStore = new InMemoryDataKeyStore();
    private final TestKms kms = new TestKms();
    private @Nullable String tenant = "north";
    private ColumnSeal seal = builder().tenantResolver(() -> tenant).build();

    @AfterEach
    void close() {
        seal.close();
    }

    @Test
    void doesNotNeedHibernate() {
        noClasses()
                .that()
                .resideInAPackage("io.columnseal.jpa..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.hibernate..", "io.columnseal.hibernate..")
                .because("these converters are for applications without it")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.columnseal.jpa"));
    }

    @Test
    void asksForTheColumnSealWhenAValueComes() {
        ColumnSeal[] later = new ColumnSeal[1];
        TextConverter converter = new TextConverter(() -> later[0], FieldContext.ofAnyTenant("t.c"));
        assertThatThrownBy(() -> converter.convertToDatabaseColumn("value"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("t.c");
        later[0] = seal;
        assertThat(converter.convertToEntityAttribute(converter.convertToDatabaseColumn("value")))
                .isEqualTo("value");
    }

    @Test
    void followsTheSupplierToAnotherInstance() {
        ColumnSeal[] current = {seal};
        TextConverter converter = new TextConverter(() -> current[0], FieldContext.ofAnyTenant("t.c"));
        byte[] sealed = converter.convertToDatabaseColumn("value");
        try (ColumnSeal other = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(new TestKms())
                .keyStore(new InMemoryDataKeyStore())
                .build()) {
            current[0] = other;
            assertThatThrownBy(() -> converter.convertToEntityAttribute(sealed))
                    .isInstanceOf(io.columnseal.KeyNotFoundException.class);
        }
    }

    @Test
    void namesTheTypeThatHasNoCodec() {
        SealedAttribute<InputStream> attribute =
                new SealedAttribute<>(() -> seal, InputStream.class, FieldContext.ofAnyTenant("t.c"));
        assertThatThrownBy(() -> attribute.open(new byte[64]))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("t.c")
                .hasMessageContaining("java.io.InputStream");
    }

    @Test
    void anApplicationsCodecIsUsed() {
        try (ColumnSeal own =
                builder().codecs(Codecs.builder().withoutJson().build()).build()) {
            SealedAttribute<Object> attribute =
                    new SealedAttribute<>(() -> own, java.util.Map.class, FieldContext.ofAnyTenant("t.c"));
            assertThatThrownBy(() -> attribute.seal(java.util.Map.of())).isInstanceOf(ConfigurationException.class);
        }
    }

    @Test
    void aRecordIdIsRefusedBecauseAConverterDoesNotKnowIt() {
        FieldContext context = FieldContext.ofAnyTenant("t.c").withRecordId("1");
        assertThatThrownBy(() -> new TextConverter(() -> seal, context)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sealsUnderPurposeAndPaddingOfItsContext() {
        FieldContext context =
                FieldContext.ofAnyTenant("t.c").withPurpose("phi").withPaddingTo(32);
        byte[] sealed = new TextConverter(() -> seal, context).convertToDatabaseColumn("value");
        assertThat(sealed).hasSize(37 + 32);
        assertThat(seal.fields().decrypt(FieldContext.of("north", "t.c").withPurpose("phi"), sealed))
                .asString()
                .isEqualTo("value");
        TextConverter otherPurpose = new TextConverter(() -> seal, FieldContext.ofAnyTenant("t.c"));
        assertThatThrownBy(() -> otherPurpose.convertToEntityAttribute(sealed)).isInstanceOf(DecryptionException.class);
    }

    @Test
    void withoutAResolverTheDefaultTenantSeals() {
        try (ColumnSeal single = builder().defaultTenant("house").build()) {
            TextConverter converter = new TextConverter(() -> single, FieldContext.ofAnyTenant("t.c"));
            byte[] sealed = converter.convertToDatabaseColumn("value");
            assertThat(single.keys().history("house")).hasSize(1);
            assertThat(converter.convertToEntityAttribute(sealed)).isEqualTo("value");
            assertThatThrownBy(() -> TenantScope.call("north", () -> converter.convertToDatabaseColumn("value")))
                    .isInstanceOf(TenantMismatchException.class);
        }
    }

    @Test
    void aScopeFillsTheGapAndNeverOverrides() {
        TextConverter converter = new TextConverter(() -> seal, FieldContext.ofAnyTenant("t.c"));
        assertThatThrownBy(() -> TenantScope.call("south", () -> converter.convertToDatabaseColumn("value")))
                .isInstanceOf(TenantMismatchException.class);
        tenant = null;
        assertThatThrownBy(() -> converter.convertToDatabaseColumn("value")).isInstanceOf(TenantMissingException.class);
        byte[] sealed = TenantScope.call("south", () -> converter.convertToDatabaseColumn("value"));
        assertThat(converter.convertToEntityAttribute(sealed)).isEqualTo("value");
        tenant = "north";
        assertThatThrownBy(() -> converter.convertToEntityAttribute(sealed))
                .isInstanceOf(TenantMismatchException.class);
    }

    @Test
    void everyFlippedBitOfAStoredTextIsRefused() {
        SealedTextAttributeConverter<String> converter =
                new SealedTextAttributeConverter<>(() -> seal, String.class, "t.c") {};
        String sealed = converter.convertToDatabaseColumn("value");
        for (int i = 0; i < sealed.length(); i++) {
            for (int bit = 0; bit < 7; bit++) {
                StringBuilder flipped = new StringBuilder(sealed);
                flipped.setCharAt(i, (char) (sealed.charAt(i) ^ (1 << bit)));
                assertThatThrownBy(() -> converter.convertToEntityAttribute(flipped.toString()))
                        .isInstanceOfAny(DecryptionException.class, io.columnseal.KeyNotFoundException.class);
            }
        }
        for (String other : new String[] {"", "plain text", sealed + "=", sealed + "\n", " " + sealed, "\u20ac"}) {
            assertThatThrownBy(() -> converter.convertToEntityAttribute(other)).isInstanceOf(DecryptionException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(TamperedText.class)
    void textsThatWereTamperedWithAreReportedOnce(TamperedText tampered) {
        List<SealEvent> failures = new CopyOnWriteArrayList<>();
        ColumnSealBuilder listening = builder().defaultTenant("house").listener(event -> {
            if (event instanceof SealEvent.DecryptionFailed) {
                failures.add(event);
            }
        });
        try (ColumnSeal heard = listening.build()) {
            SealedTextAttributeConverter<String> converter =
                    new SealedTextAttributeConverter<>(() -> heard, String.class, "t.c") {};
            String sealed = converter.convertToDatabaseColumn("value");

            assertThatThrownBy(() -> converter.convertToEntityAttribute(tampered.of(sealed)))
                    .isInstanceOf(DecryptionException.class);
            assertThat(failures).containsExactly(tampered.event("t.c", sealed));
        }
    }

    private ColumnSealBuilder builder() {
        return ColumnSeal.builder().environment(Environment.TEST).kms(kms).keyStore(keyStore);
    }

    private static final class TextConverter extends SealedAttributeConverter<String> {
        TextConverter(Supplier<? extends ColumnSeal> seal, FieldContext context) {
            super(seal, String.class, context);
        }
    }
}
