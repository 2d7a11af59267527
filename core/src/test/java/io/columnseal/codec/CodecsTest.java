package io.columnseal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Calendar;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodecsTest {

    record Money(String currency, BigDecimal amount) {}

    /** As an application would write one. */
    static final class MoneyCodec implements ValueCodec<Money> {

        @Override
        public String name() {
            return "money";
        }

        @Override
        public Class<Money> type() {
            return Money.class;
        }

        @Override
        public byte[] encode(Money value) {
            return (value.currency() + value.amount()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Money decode(byte[] encoded) {
            String text = new String(encoded, StandardCharsets.UTF_8);
            return new Money(text.substring(0, 3), new BigDecimal(text.substring(3)));
        }
    }

    static final class OwnLongCodec implements ValueCodec<Long> {

        @Override
        public String name() {
            return "own-long";
        }

        @Override
        public Class<Long> type() {
            return Long.class;
        }

        @Override
        public byte[] encode(Long value) {
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Long decode(byte[] encoded) {
            return Long.valueOf(new String(encoded, StandardCharsets.UTF_8));
        }
    }

    private final Codecs standard = Codecs.standard();

    @Test
    void primitivesHaveTheCodecsOfTheirWrappers() {
        assertThat(name(standard, int.class)).contains("integer");
        assertThat(name(standard, byte.class)).contains("integer");
        assertThat(name(standard, boolean.class)).contains("boolean");
        assertThat(name(standard, char.class)).contains("text");
        assertThat(name(standard, double.class)).contains("double");
        assertThat(standard.find(void.class)).isEmpty();
    }

    @Test
    void anApplicationsCodecComesBeforeTheStandardOne() {
        Codecs codecs =
                Codecs.builder().add(new MoneyCodec()).add(new OwnLongCodec()).build();
        assertThat(name(codecs, Money.class)).contains("money");
        assertThat(name(codecs, Long.class)).contains("own-long");
        assertThat(name(codecs, long.class)).contains("own-long");
        assertThat(name(codecs, Integer.class)).contains("integer");
        assertThat(name(standard, Money.class)).contains("json");
    }

    @Test
    void aCodecMayBeForOneGenericTypeOnly() {
        Type listOfMoney = new TypeToken<List<Money>>() {}.type();
        Type listOfText = new TypeToken<List<String>>() {}.type();
        Codecs codecs = Codecs.builder().add(listOfMoney, new MoneyCodec()).build();
        assertThat(name(codecs, listOfMoney)).contains("money");
        assertThat(name(codecs, listOfText)).contains("json");
    }

    @Test
    void genericTypesOfOtherLibrariesAreTheSameTypes() {
        ParameterizedType listOfMoney = (ParameterizedType) new TypeToken<List<Money>>() {}.type();
        ParameterizedType foreign = new ParameterizedType() {
            @Override
            public Type[] getActualTypeArguments() {
                return listOfMoney.getActualTypeArguments();
            }

            @Override
            public Type getRawType() {
                return listOfMoney.getRawType();
            }

            @Override
            public @Nullable Type getOwnerType() {
                return null;
            }
        };
        Codecs codecs = Codecs.builder().add(listOfMoney, new MoneyCodec()).build();
        assertThat(name(codecs, foreign)).contains("money");
    }

    @Test
    void constantsWithABodyHaveTheCodecOfTheirEnum() {
        assertThat(standard.find(TimeUnit.class).orElseThrow().defaultPaddingBytes())
                .isEqualTo(16);
        assertThat(standard.find(Enum.class)).isEmpty();
    }

    @Test
    void typesThatJsonCannotBringBackAreUnknown() {
        for (Type type : List.of(
                Object.class,
                Number.class,
                Serializable.class,
                CharSequence.class,
                Calendar.class,
                java.util.GregorianCalendar.class,
                InputStream.class,
                java.sql.Blob.class,
                java.sql.Clob.class,
                java.sql.NClob.class,
                Class.class,
                Override.class,
                Collection.class.getTypeParameters()[0])) {
            assertThat(standard.find(type)).as(type.getTypeName()).isEmpty();
        }
    }

    @Test
    void withoutJsonOnlyTypesWithACodecAreKnown() {
        Codecs codecs = Codecs.builder().withoutJson().build();
        assertThat(name(codecs, String.class)).contains("text");
        assertThat(codecs.find(Map.class)).isEmpty();
    }

    @Test
    void withoutJacksonOnTheClassPathEverythingElseWorks() throws Exception {
        URL[] classPath = {Codecs.class.getProtectionDomain().getCodeSource().getLocation()};
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Class<?> codecs = loader.loadClass(Codecs.class.getName());
            Object registry = codecs.getMethod("standard").invoke(null);
            var find = codecs.getMethod("find", Type.class);
            assertThat((Optional<?>) find.invoke(registry, String.class)).isPresent();
            assertThat((Optional<?>) find.invoke(registry, Map.class)).isEmpty();
            assertThat(codecs.getMethods())
                    .as("nothing that reflection stumbles over")
                    .isNotEmpty();
            assertThat(loader.loadClass(Codecs.Builder.class.getName()).getMethods())
                    .isNotEmpty();
        }
    }

    @Test
    void localesAndUrisGoByTheirText() {
        ValueCodec<Locale> locale = CodecTestSupport.codec(Locale.class);
        for (Locale value : Locale.getAvailableLocales()) {
            if (Locale.forLanguageTag(value.toLanguageTag()).equals(value)) {
                CodecTestSupport.assertReopens(locale, value);
            } else {
                CodecTestSupport.assertRefused(locale, () -> locale.encode(value));
            }
        }
        CodecTestSupport.assertReopens(locale, Locale.ROOT);
        CodecTestSupport.assertRefused(locale, () -> locale.encode(new Locale("not a language")));
        CodecTestSupport.assertDecodeRefused(locale, "de_CH".getBytes(StandardCharsets.UTF_8));
        CodecTestSupport.assertDecodeRefused(locale, "DE-ch".getBytes(StandardCharsets.UTF_8));
        ValueCodec<java.net.URI> uri = CodecTestSupport.codec(java.net.URI.class);
        CodecTestSupport.assertReopens(uri, java.net.URI.create("mailto:a@example.org"));
        CodecTestSupport.assertReopens(uri, java.net.URI.create(""));
        CodecTestSupport.assertDecodeRefused(uri, "a b".getBytes(StandardCharsets.UTF_8));
        assertThat(uri.sameValue(java.net.URI.create("HTTP://a"), java.net.URI.create("http://a")))
                .isFalse();
    }

    private static Optional<String> name(Codecs codecs, Type type) {
        return codecs.find(type).map(ValueCodec::name);
    }
}
