package io.columnseal.kms.aws;

import io.columnseal.test.kms.AwsKmsServer;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The real client on a server of this machine. */
final class Servers {

    private static final Duration ATTEMPT = Duration.ofMillis(400);

    private Servers() {}

    static AwsKmsBuilder client(AwsKmsServer server, String keyId) {
        return AwsKms.builder(keyId)
                .region(server.region())
                .endpoint(server.endpoint())
                .credentials(credentials(server))
                .attemptTimeout(ATTEMPT);
    }

    static AwsCredentialsProvider credentials(AwsKmsServer server) {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey()));
    }
}
