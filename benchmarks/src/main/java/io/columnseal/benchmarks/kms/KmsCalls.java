package io.columnseal.benchmarks.kms;

import io.columnseal.kms.WrappedKey;
import io.columnseal.test.kms.AwsKmsServer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** The two measured calls. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class KmsCalls {

    /** Who calls. */
    @Param({"bare"})
    public Callers caller;

    /** What answers. */
    @Param({"recorded"})
    public Services service;

    private AwsKmsServer server;
    private KmsClient client;
    private Callers.Caller calls;
    private WrappedKey wrapped;

    /** The server lives in this process: its CPU time counts where it answers each call. */
    @Setup(Level.Trial)
    public void prepare() {
        server = AwsKmsServer.start("eu-central-1");
        SdkHttpClient http = UrlConnectionHttpClient.create();
        client = KmsClient.builder()
                .httpClient(service == Services.recorded ? new RecordedAnswers(http) : http)
                .region(Region.of(server.region()))
                .endpointOverride(server.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey())))
                .build();
        calls = caller.create(client, server.createKey());
        wrapped = calls.generate();
    }

    @TearDown(Level.Trial)
    public void close() {
        client.close();
        server.close();
    }

    /** Unwraps a data key. */
    @Benchmark
    public byte[] unwrap() {
        return calls.unwrap(wrapped);
    }

    /** Makes one. */
    @Benchmark
    public WrappedKey generate() {
        return calls.generate();
    }
}
