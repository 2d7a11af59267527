package io.columnseal.kms.aws;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;

/** Calls the service in the key's own region, and about a multi-region key in another one if that does not answer. */
final class AwsRegions implements AutoCloseable {

    private final AwsRegion primary;
    private final @Nullable AwsRegion fallback;
    private final RegionAvoidance home;

    /** @param ticker how long the other region is asked first */
    AwsRegions(AwsRegion primary, @Nullable AwsRegion fallback, Ticker ticker) {
        this.primary = primary;
        this.fallback = fallback;
        this.home = new RegionAvoidance(ticker);
    }

    /** One key has one name, whichever region answered. */
    KeyArn atHome(KeyArn arn) {
        return arn.in(primary.name());
    }

    /**
     * Calls the service.
     *
     * @param kekId the KEK that it is about
     * @throws io.columnseal.KmsException for every error of the SDK's
     */
    <T> T call(String kekId, Function<AwsRegion, T> operation) {
        AwsRegion other = fallback;
        if (other == null || !isMultiRegion(kekId)) {
            return call(kekId, primary, operation);
        }
        return home.ask(() -> call(kekId, primary, operation), () -> call(kekId, other, operation));
    }

    @Override
    public void close() {
        primary.close();
        if (fallback != null) {
            fallback.close();
        }
    }

    /** No other region has any other key: its "not found" would say nothing of it. */
    private static boolean isMultiRegion(String kekId) {
        return KeyArn.parse(kekId).map(KeyArn::isMultiRegion).orElseGet(() -> KeyArn.isMultiRegion(kekId));
    }

    private static <T> T call(String kekId, AwsRegion region, Function<AwsRegion, T> operation) {
        try {
            return operation.apply(region);
        } catch (SdkException e) {
            if (AwsKmsErrors.isInvalidState(e) && isOutOfReach(kekId, region)) {
                throw AwsKmsErrors.keyStoreOutOfReach(kekId, e);
            }
            throw AwsKmsErrors.translate(kekId, e);
        }
    }

    /** Whether it is the key's store, a CloudHSM or one outside of AWS, that fails, and nobody switched the key off. */
    private static boolean isOutOfReach(String kekId, AwsRegion region) {
        String asked = KeyArn.parse(kekId).map(region::keyId).orElse(kekId);
        try {
            KeyMetadata key =
                    region.client().describeKey(request -> request.keyId(asked)).keyMetadata();
            return key != null
                    && (key.keyState() == KeyState.UNAVAILABLE
                            || key.keyState() == KeyState.ENABLED && key.customKeyStoreId() != null);
        } catch (SdkException e) {
            // Permission to describe is optional
            return false;
        }
    }
}
