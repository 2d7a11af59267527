package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSealBuilder;
import io.columnseal.Environment;
import io.columnseal.PropertyConfiguration;
import io.columnseal.cipher.Suite;
import io.columnseal.health.HealthSettings;
import io.columnseal.key.DestructionSettings;
import io.columnseal.key.OperationRules;
import io.columnseal.key.OutageSettings;
import io.columnseal.key.RotationSchedule;
import io.columnseal.key.SchemaCreation;
import io.columnseal.kms.DevelopmentMasterKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What IDEs are told, compared with what is in force. */
class ConfigurationMetadataTest {

    private final Map<String, JsonNode> properties = read();

    @Test
    void describesEveryPropertyInASentence() {
        assertThat(properties.values())
                .allSatisfy(property -> assertThat(property.path("description").asString())
                        .as(property.path("name").asString())
                        .matches("(?s)[A-Z0-9].*\\."));
    }

    @Test
    void knowsEverySettingThatConfigurationWithoutSpringKnows() {
        assertThat(new TreeSet<>(properties.keySet())).containsAll(PropertyConfiguration.names());
    }

    @Test
    void configurationWithoutSpringKnowsEverySettingOfAKms() {
        assertThat(PropertyConfiguration.names())
                .containsAll(properties.keySet().stream()
                        .filter(name -> name.startsWith("columnseal.kms."))
                        .toList());
    }

    @Test
    void namesTheDefaultsThatAreInForce() {
        assertThat(defaultOf("columnseal.environment")).isEqualTo(Environment.PRODUCTION.name());
        assertThat(defaultOf("columnseal.default-tenant")).isEqualTo(ColumnSealBuilder.DEFAULT_TENANT);
        assertThat(defaultOf("columnseal.suite")).isEqualTo(setting(Suite.AES_256_GCM));
        assertThat(defaultOf("columnseal.query-check")).isEqualTo(setting(QueryCheck.DEFAULT));
        assertThat(defaultOf("columnseal.kms.type")).isEqualTo(ConfiguredKms.DEFAULT_TYPE);
        assertThat(defaultOf("columnseal.kms.local.development-key-file"))
                .isEqualTo(DevelopmentMasterKey.DEFAULT_FILE.toString());
        assertThat(defaultOf("columnseal.key-store.initialize-schema")).isEqualTo(setting(SchemaCreation.DEFAULT));
        assertThat(DurationStyle.detectAndParse(defaultOf("columnseal.cache.ttl")))
                .isEqualTo(ColumnSealBuilder.DEFAULT_CACHE_TTL);
        assertThat(DurationStyle.detectAndParse(defaultOf("columnseal.cache.hard-limit")))
                .isEqualTo(ColumnSealBuilder.DEFAULT_CACHE_HARD_LIMIT);
        assertThat(DurationStyle.detectAndParse(defaultOf("columnseal.destruction.delay")))
                .isEqualTo(DestructionSettings.DEFAULT_DELAY);
        assertThat(ZoneId.of(defaultOf("columnseal.rotation.zone")).normalized())
                .isEqualTo(CronRotation.DEFAULT_ZONE);
        assertThat(DurationStyle.detectAndParse(defaultOf("columnseal.dual-control.expiry")))
                .isEqualTo(OperationRules.DEFAULT_APPROVAL_EXPIRY);
        assertThat(DurationStyle.detectAndParse(defaultOf("columnseal.rotation.max-age")))
                .isEqualTo(RotationSchedule.DEFAULT_MAX_AGE);
        assertThat(DurationStyle.detectAndParse(defaultOf("columnseal.cache.poll-interval")))
                .isEqualTo(ColumnSealBuilder.DEFAULT_CACHE_POLL_INTERVAL);
        assertThat(Integer.parseInt(defaultOf("columnseal.cache.maximum-size")))
                .isEqualTo(ColumnSealBuilder.DEFAULT_CACHE_MAXIMUM_SIZE);
        assertThat(defaultOf("columnseal.startup.kms")).isEqualTo(setting(ColumnSealBuilder.DEFAULT_STARTUP));
        assertThat(DurationStyle.detectAndParse(defaultOf("columnseal.startup.timeout")))
                .isEqualTo(ColumnSealBuilder.DEFAULT_STARTUP_TIMEOUT);
    }

    @Test
    void namesTheThresholdsThatAreInForce() {
        HealthSettings health = HealthSettings.DEFAULT;
        assertThat(DurationStyle.detectAndParse(defaultOf("columnseal.health.maximum-data-key-age")))
                .isEqualTo(health.maximumDataKeyAge());
        assertThat(DurationStyle.detectAndParse(defaultOf("columnseal.health.maximum-master-key-age")))
                .isEqualTo(health.maximumMasterKeyAge());
        assertThat(defaultOf("columnseal.health.failed-decryptions")).isEqualTo("" + health.failedDecryptions());
        assertThat(defaultOf("columnseal.health.newest-entries")).isEqualTo("" + health.newestEntries());
        assertThat(defaultOf("columnseal.health.business-hours.from"))
                .isEqualTo(health.businessHours().from().toString());
        assertThat(defaultOf("columnseal.health.business-hours.to"))
                .isEqualTo(health.businessHours().to().toString());
    }

    @Test
    void namesWhatIsInForceDuringOutages() {
        OutageSettings outages = OutageSettings.DEFAULT;
        assertThat(DurationStyle.detectAndParse(defaultOf("columnseal.outage.patience")))
                .isEqualTo(outages.patience());
        assertThat(defaultOf("columnseal.outage.attempts")).isEqualTo("" + outages.attempts());
        assertThat(defaultOf("columnseal.outage.parallel-calls")).isEqualTo("" + outages.parallelCalls());
        assertThat(defaultOf("columnseal.outage.failures")).isEqualTo("" + outages.failures());
        assertThat(DurationStyle.detectAndParse(defaultOf("columnseal.outage.longest-pause")))
                .isEqualTo(outages.longestPause());
    }

    @Test
    void areInTheGuideAsTheyAreInTheIde() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "guides", "spring-boot.md"));
        List<String> documented =
                guide.lines().filter(line -> line.startsWith("| `columnseal.")).toList();

        assertThat(documented)
                .containsExactlyElementsOf(
                        properties.values().stream().map(this::row).toList());
    }

    private String row(JsonNode property) {
        String name = property.path("name").asString();
        String value = property.has("defaultValue") ? "`" + defaultOf(name) + "`" : "";
        return "| `" + name + "` | " + value + " | "
                + property.path("description").asString() + " |";
    }

    private String defaultOf(String name) {
        return properties.get(name).path("defaultValue").asString();
    }

    private static String setting(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Map<String, JsonNode> read() {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        try {
            for (URL metadata : Collections.list(ColumnSealProperties.class
                    .getClassLoader()
                    .getResources("META-INF/spring-configuration-metadata.json"))) {
                try (InputStream in = metadata.openStream()) {
                    JsonMapper.shared().readTree(in).path("properties").forEach(property -> {
                        String name = property.path("name").asString();
                        if (name.startsWith("columnseal.")) {
                            properties.put(name, property);
                        }
                    });
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
