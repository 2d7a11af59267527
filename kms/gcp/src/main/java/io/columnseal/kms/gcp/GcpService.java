package io.columnseal.kms.gcp;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.StatusCode;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.cloud.kms.v1.KeyManagementServiceSettings;
import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client of the service, opened by the first call, which is the first to need credentials. The channel is our own: those
 * that the library makes log whole requests where GOOGLE_SDK_JAVA_LOGGING says so. Safe for use by many threads.
 */
final class GcpService implements AutoCloseable {

    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);
    private static final double BACKOFF_GROWTH = 2;

    private final String target;
    private final ChannelCredentials channelCredentials;
    private final CredentialsProvider credentials;
    private final Duration timeout;
    private @Nullable ManagedChannel channel;
    private @Nullable KeyManagementServiceClient client;
    private boolean closed;

    /**
     * @param target host and port
     * @param channelCredentials how the service is known, before it is told who asks
     * @param timeout for one attempt
     */
    GcpService(
            String target, ChannelCredentials channelCredentials, CredentialsProvider credentials, Duration timeout) {
        this.target = target;
        this.channelCredentials = channelCredentials;
        this.credentials = credentials;
        this.timeout = timeout;
    }

    /** @throws IOException if no credentials are found */
    synchronized KeyManagementServiceClient client() throws IOException {
        if (client != null) {
            return client;
        }
        if (closed) {
            throw new IOException("closed");
        }
        ManagedChannel opened = Grpc.newChannelBuilder(target, channelCredentials)
                .intercept(new Routing(), new DeadConnections(this::reconnect))
                .build();
        try {
            KeyManagementServiceClient created = KeyManagementServiceClient.create(settings(opened));
            channel = opened;
            client = created;
            return created;
        } catch (IOException | RuntimeException e) {
            opened.shutdownNow();
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close();
            client = null;
        }
        if (channel != null) {
            channel.shutdownNow();
            channel = null;
        }
    }

    /** Calls that are under way go on; the next one connects anew. A connection that is still being made may only need longer. */
    private synchronized void reconnect() {
        if (channel != null && channel.getState(false) == ConnectivityState.READY) {
            channel.enterIdle();
        }
    }

    private KeyManagementServiceSettings settings(ManagedChannel opened) throws IOException {
        KeyManagementServiceSettings.Builder settings = KeyManagementServiceSettings.newBuilder()
                .setCredentialsProvider(credentials)
                .setTransportChannelProvider(FixedTransportChannelProvider.create(GrpcTransportChannel.create(opened)));
        retry(settings.encryptSettings());
        retry(settings.decryptSettings());
        retry(settings.getCryptoKeySettings());
        return settings.build();
    }

    /** Waits shorter than Google's own: a caller waits meanwhile. */
    private void retry(UnaryCallSettings.Builder<?, ?> call) {
        call.setRetryableCodes(
                        StatusCode.Code.UNAVAILABLE,
                        StatusCode.Code.DEADLINE_EXCEEDED,
                        StatusCode.Code.INTERNAL,
                        StatusCode.Code.RESOURCE_EXHAUSTED)
                .setRetrySettings(RetrySettings.newBuilder()
                        .setMaxAttempts(ATTEMPTS)
                        .setInitialRetryDelayDuration(FIRST_BACKOFF)
                        .setRetryDelayMultiplier(BACKOFF_GROWTH)
                        .setMaxRetryDelayDuration(LONGEST_BACKOFF)
                        .setInitialRpcTimeoutDuration(timeout)
                        .setRpcTimeoutMultiplier(1)
                        .setMaxRpcTimeoutDuration(timeout)
                        .setTotalTimeoutDuration(timeout.plus(LONGEST_BACKOFF).multipliedBy(ATTEMPTS))
                        .build());
    }
}
