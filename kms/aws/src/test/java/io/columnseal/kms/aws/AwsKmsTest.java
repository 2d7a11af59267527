package io.columnseal.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.OutageSettings;
import io.columnseal.key.RewrapReport;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import io.columnseal.test.KmsFault;
import io.columnseal.test.kms.AwsKmsServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class AwsKmsTest {

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private final AwsKmsServer server = AwsKmsServer.start("eu-central-1");
    private final AwsKmsServer otherRegion = AwsKmsServer.start("eu-west-1");

    @AfterEach
    void stop() {
        server.close();
        otherRegion.close();
    }

    @Test
    void storesTheArnHoweverTheKeyWasNamed() {
        String arn = server.createKey();
        server.alias("alias/clinic", arn);
        String id = arn.substring(arn.indexOf('/') + 1);
        String aliasArn = arn.substring(0, arn.lastIndexOf(':') + 1) + "alias/clinic";

        for (String name : List.of(arn, id, "alias/clinic", aliasArn)) {
            try (AwsKms kms = Servers.client(server, name).build()) {
                WrappedKey wrapped = generate(kms);
                assertThat(wrapped.kekId()).as(name).isEqualTo(arn);
                assertThat(kms.kekId()).as(name).isEqualTo(arn);
                assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
            }
        }
    }

    /** By it a leaked key is recognized before anything was wrapped. */
    @Test
    void namesTheKeyByItsArnOnceItWasDescribed() {
        String arn = server.createKey();
        server.alias("alias/clinic", arn);

        for (String name : List.of(arn.substring(arn.indexOf('/') + 1), "alias/clinic")) {
            try (AwsKms kms = Servers.client(server, name).build()) {
                assertThat(kms.kekId()).isEqualTo(name);
                kms.describe();
                assertThat(kms.kekId()).isEqualTo(arn);
            }
        }
    }

    @Test
    void knowsReplicasOfAKeyAsOneKek() {
        String home = "arn:aws:kms:eu-central-1:111122223333:key/mrk-1234";
        try (AwsKms kms = Servers.client(server, home).build()) {
            assertThat(kms.isSameKek(home, home.replace("central", "west"))).isTrue();
            assertThat(kms.isSameKek(home, home.replace("1234", "1235"))).isFalse();
            assertThat(kms.isSameKek(home, home.replace("111122223333", "111122223334")))
                    .isFalse();
            assertThat(kms.isSameKek(home, "alias/clinic")).isFalse();
            assertThat(kms.isSameKek("alias/clinic", "alias/clinic")).isTrue();
        }
    }

    @Test
    void tellsKeysOfTwoRegionsApartThatAreNoReplicas() {
        String arn = "arn:aws:kms:eu-central-1:111122223333:key/1234";
        try (AwsKms kms = Servers.client(server, arn).build()) {
            assertThat(kms.isSameKek(arn, arn.replace("central", "west"))).isFalse();
        }
    }

    @Test
    void refusesTheKeyOfAStrangerBeforeAwsIsAsked() {
        String stranger = server.createKey();
        WrappedKey planted;
        try (AwsKms theirs = Servers.client(server, stranger).build()) {
            planted = generate(theirs);
        }
        try (AwsKms kms = Servers.client(server, server.createKey()).build()) {
            int before = server.requests();

            assertThatThrownBy(() -> kms.unwrap(planted, CONTEXT))
                    .isInstanceOf(KmsKeyNotFoundException.class)
                    .hasMessageContaining("columnseal.kms.aws.previous-key-ids");
            assertThat(server.requests()).isEqualTo(before);
        }
    }

    @Test
    void unwrapsUnderFormerKeysThatAreListed() {
        String former = server.createKey();
        WrappedKey wrapped;
        try (AwsKms kms = Servers.client(server, former).build()) {
            wrapped = generate(kms);
        }
        try (AwsKms kms = Servers.client(server, server.createKey())
                .previousKeyIds(List.of(former))
                .build()) {
            assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
            assertThat(kms.rewrap(wrapped, CONTEXT).kekId()).isEqualTo(kms.kekId());
        }
    }

    @Test
    void followsAnAliasThatAnOperatorPointsElsewhere() {
        server.alias("alias/clinic", server.createKey());
        String next = server.createKey();
        try (AwsKms node = Servers.client(server, "alias/clinic").build();
                AwsKms other = Servers.client(server, "alias/clinic").build()) {
            generate(node);
            generate(other);
            server.alias("alias/clinic", next);
            WrappedKey wrapped = generate(other);

            assertThat(wrapped.kekId()).isEqualTo(next);
            assertThat(node.unwrap(wrapped, CONTEXT)).hasSize(32);
        }
    }

    /** As a pass over all rows meets them where tenants have KMS of their own. */
    @Test
    void asksOnceForThousandRowsOfAStrangersKey() {
        server.alias("alias/clinic", server.createKey());
        String stranger = server.createKey();
        try (AwsKms kms = Servers.client(server, "alias/clinic").build()) {
            for (int row = 0; row < 1_000; row++) {
                assertThat(kms.knows(stranger)).isFalse();
            }
        }
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void followsAnAliasThatIsPointedAtWhatItDidNotMeanBefore() {
        server.alias("alias/clinic", server.createKey());
        String next = server.createKey();
        AtomicLong now = new AtomicLong();
        try (AwsKms kms =
                Servers.client(server, "alias/clinic").ticker(now::get).build()) {
            assertThat(kms.knows(next)).isFalse();
            server.alias("alias/clinic", next);
            now.addAndGet(AwsKms.STRANGERS_FOR.toNanos());

            assertThat(kms.knows(next)).isTrue();
        }
    }

    @Test
    void movesAllKeysToWhatAnAliasWasPointedAtThoughNothingWasWrappedUnderItYet() {
        String former = server.createKey();
        server.alias("alias/clinic", former);
        String next = server.createKey();
        try (ColumnSeal seal = seal(
                Servers.client(server, "alias/clinic")
                        .previousKeyIds(List.of(former))
                        .build(),
                new InMemoryDataKeyStore())) {
            seal.keys().initialize("clinic-1", "test");
            server.alias("alias/clinic", next);

            RewrapReport report = seal.keks().rewrap("j.doe", "yearly");

            assertThat(report.complete()).isTrue();
            assertThat(report.status().keys()).containsOnlyKeys(next);
        }
    }

    /** Whoever may but open and rewrap keys, such as an operator. */
    @Test
    void countsKeysWithoutPermissionToDescribeAndToGenerate() {
        String arn = server.createKey();
        InMemoryDataKeyStore rows = new InMemoryDataKeyStore();
        try (ColumnSeal seal = seal(Servers.client(server, arn).build(), rows)) {
            seal.keys().initialize("clinic-1", "test");
        }
        server.deny("DescribeKey");
        server.deny("GenerateDataKey");
        try (ColumnSeal seal = seal(Servers.client(server, arn).build(), rows)) {
            assertThat(seal.keks().status().complete()).isTrue();
        }
    }

    private static ColumnSeal seal(Kms kms, InMemoryDataKeyStore rows) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .borrowedKeyStore(rows)
                .build();
    }

    @Test
    void findsOutAnAliasWithoutPermissionToDescribe() {
        server.alias("alias/clinic", server.createKey());
        server.deny("DescribeKey");
        WrappedKey wrapped;
        try (AwsKms kms = Servers.client(server, "alias/clinic").build()) {
            wrapped = generate(kms);
            assertThat(kms.describe().status()).isEqualTo(KekDescription.Status.UNKNOWN);
        }
        try (AwsKms kms = Servers.client(server, "alias/clinic").build()) {
            assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
        }
    }

    @Test
    void rewrapsWithoutShowingTheDataKey() {
        String former = server.createKey();
        WrappedKey wrapped;
        try (AwsKms kms = Servers.client(server, former).build()) {
            wrapped = generate(kms);
        }
        try (AwsKms kms = Servers.client(server, server.createKey())
                .previousKeyIds(List.of(former))
                .build()) {
            kms.rewrap(wrapped, CONTEXT);
        }
        assertThat(server.trail().stream().map(AwsKmsServer.TrailEntry::operation))
                .containsExactly("GenerateDataKey", "ReEncrypt");
    }

    @Test
    void goesToTheReplicaWhileTheKeysOwnRegionIsDown() {
        String arn = server.createMultiRegionKey();
        server.replicate(arn, otherRegion);
        try (AwsKms kms = Servers.client(server, arn)
                .fallbackRegion(otherRegion.region())
                .fallbackEndpoint(otherRegion.endpoint())
                .build()) {
            WrappedKey wrapped = generate(kms);
            server.meet(KmsFault.DISCONNECTED);

            assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
            assertThat(generate(kms).kekId()).as("one key has one name").isEqualTo(arn);
            otherRegion.meet(KmsFault.DISCONNECTED);
            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsUnavailableException.class);
        }
    }

    /** A region that is silent costs one caller its time-out, not all of them. */
    @Test
    void asksTheReplicaFirstForAWhileOnceTheKeysOwnRegionIsSilent() {
        String arn = server.createMultiRegionKey();
        server.replicate(arn, otherRegion);
        AtomicLong time = new AtomicLong();
        try (AwsKms kms = Servers.client(server, arn)
                .fallbackRegion(otherRegion.region())
                .fallbackEndpoint(otherRegion.endpoint())
                .attemptTimeout(Duration.ofMillis(300))
                .timeout(Duration.ofMillis(1200))
                .ticker(time::get)
                .build()) {
            WrappedKey wrapped = generate(kms);
            server.meet(KmsFault.SILENT);
            kms.unwrap(wrapped, CONTEXT);
            int asked = server.requests();

            for (int i = 0; i < 20; i++) {
                kms.unwrap(wrapped, CONTEXT);
            }
            assertThat(server.requests()).isEqualTo(asked);

            server.recover();
            otherRegion.meet(KmsFault.DISCONNECTED);
            assertThat(kms.unwrap(wrapped, CONTEXT))
                    .as("by the other one if need be")
                    .hasSize(32);
            otherRegion.recover();
            int others = otherRegion.requests();
            kms.unwrap(wrapped, CONTEXT);
            assertThat(otherRegion.requests()).as("back at home").isEqualTo(others);
        }
    }

    @Test
    void asksTheKeysOwnRegionOnceAWhile() {
        String arn = server.createMultiRegionKey();
        server.replicate(arn, otherRegion);
        AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1);
        try (AwsKms kms = Servers.client(server, arn)
                .fallbackRegion(otherRegion.region())
                .fallbackEndpoint(otherRegion.endpoint())
                .ticker(time::get)
                .build()) {
            WrappedKey wrapped = generate(kms);
            server.meet(KmsFault.DISCONNECTED);
            kms.unwrap(wrapped, CONTEXT);
            int once = server.requests();
            time.addAndGet(RegionAvoidance.AVOIDED_FOR.toNanos());
            kms.unwrap(wrapped, CONTEXT);
            int twice = server.requests();
            kms.unwrap(wrapped, CONTEXT);

            assertThat(twice).as("by the first after a while").isGreaterThan(once);
            assertThat(server.requests()).as("but not by the next").isEqualTo(twice);

            server.recover();
            time.addAndGet(RegionAvoidance.AVOIDED_FOR.toNanos());
            int others = otherRegion.requests();
            kms.unwrap(wrapped, CONTEXT);
            kms.unwrap(wrapped, CONTEXT);
            assertThat(otherRegion.requests()).isEqualTo(others);
        }
    }

    /** Callers wait for a key that another thread loads no longer than that. */
    @Test
    @Timeout(30)
    void answersWithinThePatienceOfCallersWhileTheKeysOwnRegionIsSilent() {
        String arn = server.createMultiRegionKey();
        server.replicate(arn, otherRegion);
        try (AwsKms kms = Servers.client(server, arn)
                .timeout(AwsKmsBuilder.DEFAULT_TIMEOUT)
                .attemptTimeout(AwsKmsBuilder.DEFAULT_ATTEMPT_TIMEOUT)
                .fallbackRegion(otherRegion.region())
                .fallbackEndpoint(otherRegion.endpoint())
                .build()) {
            WrappedKey wrapped = generate(kms);
            server.meet(KmsFault.SILENT);
            long begun = System.nanoTime();

            kms.unwrap(wrapped, CONTEXT);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(OutageSettings.DEFAULT.patience());
        }
    }

    @Test
    void doesNotGoToTheReplicaWhenItIsDenied() {
        String arn = server.createMultiRegionKey();
        server.replicate(arn, otherRegion);
        try (AwsKms kms = Servers.client(server, arn)
                .fallbackRegion(otherRegion.region())
                .fallbackEndpoint(otherRegion.endpoint())
                .build()) {
            WrappedKey wrapped = generate(kms);
            server.meet(KmsFault.DENIED);

            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsDeniedException.class);
            assertThat(otherRegion.requests()).isZero();
        }
    }

    /** As one template run in both regions makes them. */
    @Test
    void believesNoAliasOfAnotherRegion() {
        String arn = server.createKey();
        server.alias("alias/clinic", arn);
        otherRegion.alias("alias/clinic", otherRegion.createKey());
        String aliasArn = arn.substring(0, arn.lastIndexOf(':') + 1) + "alias/clinic";

        for (String name : List.of("alias/clinic", aliasArn, arn, arn.substring(arn.indexOf('/') + 1))) {
            assertThatThrownBy(() -> Servers.client(server, name)
                            .fallbackRegion(otherRegion.region())
                            .fallbackEndpoint(otherRegion.endpoint())
                            .build())
                    .as(name)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("columnseal.kms.aws.fallback-region: ");
        }
    }

    @Test
    void goesToTheReplicaOfAKeyThatIsNamedByItsIdAlone() {
        String arn = server.createMultiRegionKey();
        server.replicate(arn, otherRegion);
        try (AwsKms kms = Servers.client(server, arn.substring(arn.indexOf('/') + 1))
                .fallbackRegion(otherRegion.region())
                .fallbackEndpoint(otherRegion.endpoint())
                .build()) {
            server.meet(KmsFault.DISCONNECTED);

            assertThat(generate(kms).kekId()).isEqualTo(arn);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDenied, 403",
        "ExpiredToken, 400",
        "InvalidIdentityToken, 400",
        "IDPRejectedClaim, 403",
        "New, 403"
    })
    void isDeniedWhereTheRoleOfItsCredentialsIs(String code, int status) {
        AwsServiceException refused = AwsServiceException.builder()
                .message("not authorized to perform: sts:AssumeRole")
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
        try (AwsKms kms = Servers.client(server, server.createKey())
                .credentials(() -> {
                    throw refused;
                })
                .build()) {
            assertThatThrownBy(() -> generate(kms))
                    .isInstanceOf(KmsDeniedException.class)
                    .hasMessageContaining(code);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Unavailable", "Enabled"})
    void isUnavailableWhileTheStoreOfItsKeyIs(String keyState) {
        String arn = server.createKey();
        try (AwsKms kms = Servers.client(server, arn).build()) {
            WrappedKey wrapped = generate(kms);
            server.loseKeyStore(arn, keyState);

            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT))
                    .isInstanceOf(KmsUnavailableException.class)
                    .hasMessageContaining("store");
            assertThatThrownBy(() -> generate(kms)).isInstanceOf(KmsUnavailableException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Disabled", "PendingDeletion"})
    void isSwitchedOffWithItsKeyWhereverThatIsStored(String keyState) {
        String arn = server.createKey();
        server.loseKeyStore(arn, keyState);
        try (AwsKms kms = Servers.client(server, arn).build()) {
            assertThatThrownBy(() -> generate(kms)).isInstanceOf(KmsKeyDisabledException.class);
        }
    }

    @Test
    void doesNotDescribeAKeyAsSwitchedOffWhoseStoreIsOutOfReach() {
        String arn = server.createKey();
        server.loseKeyStore(arn, "Unavailable");
        try (AwsKms kms = Servers.client(server, arn).build()) {
            assertThatThrownBy(kms::describe)
                    .isInstanceOf(KmsUnavailableException.class)
                    .hasMessageContaining("store");
        }
    }

    /** Permission to describe is optional. */
    @Test
    void takesAKeyForSwitchedOffThatItMayNotDescribe() {
        String arn = server.createKey();
        server.loseKeyStore(arn, "Unavailable");
        server.deny("DescribeKey");
        try (AwsKms kms = Servers.client(server, arn).build()) {
            assertThatThrownBy(() -> generate(kms)).isInstanceOf(KmsKeyDisabledException.class);
        }
    }

    @Test
    void sendsNoDataKeyInTheClear() {
        String arn = server.createMultiRegionKey();
        URI clear = URI.create("http://kms-proxy.internal");
        for (AwsKmsBuilder builder : List.of(
                Servers.client(server, arn).endpoint(clear),
                Servers.client(server, arn).fallbackRegion("eu-west-1").fallbackEndpoint(clear))) {
            assertThatThrownBy(builder::build)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("https");
        }
        Servers.client(server, arn)
                .endpoint(URI.create("https://kms-proxy.internal"))
                .build()
                .close();
    }

    @Test
    void showsTenantsInTheTrailOnlyHashedIfToldSo() {
        String arn = server.createKey();
        try (AwsKms plain = Servers.client(server, arn).build();
                AwsKms hashing = Servers.client(server, arn).hashTenants(true).build()) {
            WrappedKey wrapped = generate(hashing);
            assertThat(server.trail().get(0).context().get("tenant"))
                    .startsWith("sha256:")
                    .doesNotContain("clinic");
            assertThat(hashing.unwrap(wrapped, CONTEXT)).hasSize(32);
            assertThatThrownBy(() -> plain.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsInvalidCiphertextException.class);
        }
    }

    @Test
    void tellsThatCredentialsAreWrong() {
        String arn = server.createKey();
        try (AwsKms kms = Servers.client(server, arn)
                .credentials(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKeyId(), "not the secret")))
                .build()) {
            assertThatThrownBy(() -> generate(kms))
                    .isInstanceOf(KmsDeniedException.class)
                    .hasMessageContaining("credentials");
        }
    }

    @Test
    void describesItsKey() {
        try (AwsKms kms = Servers.client(server, server.createKey()).build()) {
            assertThat(kms.describe().status()).isEqualTo(KekDescription.Status.ENABLED);
            assertThat(kms.describe().createdAt()).isNotNull();
            server.meet(KmsFault.PENDING_DELETION);
            assertThat(kms.describe().status()).isEqualTo(KekDescription.Status.PENDING_DELETION);
        }
    }

    @Test
    void refusesAliasesAsFormerKeys() {
        assertThatThrownBy(() -> AwsKms.builder("alias/clinic").previousKeyIds(List.of("alias/old")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.kms.aws.previous-key-ids");
    }

    private static WrappedKey generate(AwsKms kms) {
        try (GeneratedDataKey generated = kms.generateDataKey(CONTEXT)) {
            return generated.wrapped();
        }
    }
}
