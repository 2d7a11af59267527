package io.columnseal.kms.aws;

import software.amazon.awssdk.services.kms.KmsClient;

/**
 * The service in one region.
 *
 * @param owned whether the client is closed with the KMS
 */
record AwsRegion(KmsClient client, boolean owned, String name) {

    /** What this region knows a key by. */
    String keyId(KeyArn key) {
        return key.in(name).toString();
    }

    void close() {
        if (owned) {
            client.close();
        }
    }
}
