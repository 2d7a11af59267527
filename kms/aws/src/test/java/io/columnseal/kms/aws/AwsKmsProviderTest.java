package io.columnseal.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.PropertyConfiguration;
import io.columnseal.test.kms.AwsKmsServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AWS KMS by settings, without Spring. */
class AwsKmsProviderTest {

    @TempDir
    Path folder;

    @AfterEach
    void leaveNoCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        System.clearProperty("aws.endpointUrlKms");
    }

    @Test
    void takesEverySetting() {
        try (AwsKmsServer server = AwsKmsServer.start("eu-central-1")) {
            System.setProperty("aws.accessKeyId", server.accessKeyId());
            System.setProperty("aws.secretAccessKey", server.secretAccessKey());
            String arn = server.createKey();
            Map<String, String> settings = settings(arn.substring(arn.indexOf('/') + 1));
            settings.put("columnseal.kms.aws.previous-key-ids", server.createKey() + ", " + server.createKey());
            settings.put("columnseal.kms.aws.region", "eu-central-1");
            settings.put("columnseal.kms.aws.endpoint", server.endpoint().toString());
            settings.put("columnseal.kms.aws.timeout", "20s");
            settings.put("columnseal.kms.aws.attempt-timeout", "10s");
            settings.put("columnseal.kms.aws.hash-tenants", "true");

            try (ColumnSeal seal =
                    PropertyConfiguration.of(settings).toBuilder().build()) {
                seal.keys().initialize("clinic-1", "j.doe");

                assertThat(seal.keys().history("clinic-1"))
                        .allSatisfy(key -> assertThat(key.kekId()).isEqualTo(arn));
            }
            assertThat(server.trail())
                    .allSatisfy(
                            entry -> assertThat(entry.context().get("tenant")).startsWith("sha256:"));
        }
    }

    /** The SDK's own setting of the environment and of profiles. */
    @Test
    void refusesAnEndpointInTheClearThatOnlyTheSdkKnowsOf() {
        System.setProperty("aws.endpointUrlKms", "http://kms-proxy.internal");

        assertThatThrownBy(() ->
                        PropertyConfiguration.of(settings("arn:aws:kms:eu-central-1:111122223333:key/1234abcd"))
                                .toBuilder())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("columnseal.kms.aws.endpoint: ");
    }

    @ParameterizedTest
    @CsvSource({
        "columnseal.kms.aws.key-id, ''",
        "columnseal.kms.aws.previous-key-ids, alias/former",
        "columnseal.kms.aws.endpoint, 'http://a b'",
        "columnseal.kms.aws.endpoint, 'http://kms-proxy.internal'",
        "columnseal.kms.aws.fallback-region, eu-west-1",
        "columnseal.kms.aws.timeout, 0s",
        "columnseal.kms.aws.attempt-timeout, 7s",
        "columnseal.kms.aws.hash-tenants, perhaps"
    })
    void namesTheSettingThatIsWrong(String name, String value) {
        Map<String, String> settings = settings("arn:aws:kms:eu-central-1:111122223333:key/1234abcd");
        settings.put(name, value);

        assertThatThrownBy(() -> PropertyConfiguration.of(settings).toBuilder())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(name + ": ");
    }

    private Map<String, String> settings(String keyId) {
        return new TreeMap<>(Map.of(
                "columnseal.kms.type",
                "aws",
                "columnseal.kms.aws.key-id",
                keyId,
                "columnseal.key-store.file",
                folder.resolve("keys").toString()));
    }
}
