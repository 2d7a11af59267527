package io.columnseal.test.kms;

import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionState;
import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.DecryptResponse;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.EncryptResponse;
import com.google.cloud.kms.v1.GetCryptoKeyRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.columnseal.test.KmsFault;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Google Cloud KMS on loopback: {@code Encrypt}, {@code Decrypt} and {@code GetCryptoKey} of its gRPC protocol, with
 * symmetric keys that have versions, additional authenticated data, and CRC32C verified and returned. Behind TLS it
 * answers those who bring its token; without, nobody sends one. Needs {@code proto-google-cloud-kms-v1} and {@code grpc-netty-shaded} on the class path.
 */
public final class GcpKmsServer implements VersionedKeys {

    private static final String RING = "projects/clinic/locations/europe-west3/keyRings/test/cryptoKeys/";

    private final FaultSwitch faults = new FaultSwitch();
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, GcpKey> keys = new ConcurrentHashMap<>();
    private final Server server;
    private final @Nullable LoopbackTls tls;
    private final String accessToken = UUID.randomUUID().toString();
    private volatile @Nullable String namedKey;
    private volatile boolean plaintextIgnored;
    private volatile boolean associatedDataIgnored;
    private volatile boolean answersDamaged;
    private volatile boolean requestsDamaged;
    private volatile boolean getDenied;

    private GcpKmsServer(@Nullable LoopbackTls tls) {
        this.tls = tls;
        try {
            server = NettyServerBuilder.forAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            tls == null
                                    ? InsecureServerCredentials.create()
                                    : TlsServerCredentials.newBuilder()
                                            .keyManager(tls.keyManagers())
                                            .build())
                    .addService(GrpcBytes.service(
                            "google.cloud.kms.v1.KeyManagementService",
                            tls == null ? null : "Bearer " + accessToken,
                            Map.of("Encrypt", this::encrypt, "Decrypt", this::decrypt, "GetCryptoKey", this::get)))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a service without keys. */
    public static GcpKmsServer start() {
        return new GcpKmsServer(null);
    }

    /** Starts a service without keys behind TLS, under a certificate that only its {@link #trustStore} trusts. */
    public static GcpKmsServer startWithTls() {
        return new GcpKmsServer(LoopbackTls.generate());
    }

    /** Where the service listens. */
    public URI endpoint() {
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + server.getPort());
    }

    /** What clients trust; null without TLS. */
    public @Nullable KeyStore trustStore() {
        return tls == null ? null : tls.trusted();
    }

    /** What requests have to bring as a bearer's token, where there is TLS. */
    public String accessToken() {
        return accessToken;
    }

    /** Makes a symmetric key with one version; returns its name. */
    public String createKey(String id) {
        GcpKey key = new GcpKey(RING + id);
        keys.put(key.name(), key);
        return key.name();
    }

    @Override
    public String createWrappingKey(String id) {
        return createKey(id);
    }

    @Override
    public String rotate(String keyName) {
        return key(keyName).rotate();
    }

    @Override
    public void disable(String versionName) {
        key(versionName.substring(0, versionName.indexOf("/cryptoKeyVersions/")))
                .disable(versionName);
    }

    @Override
    public void denyGet() {
        getDenied = true;
    }

    /** From now on does not verify what it is to encrypt, and says so, as if the checksum had been lost on the way. */
    public void ignoreChecksumOfPlaintext() {
        plaintextIgnored = true;
    }

    /** From now on does not verify associated data that it is to bind, and says so. */
    public void ignoreChecksumOfAssociatedData() {
        associatedDataIgnored = true;
    }

    /** From now on an encryption says that the primary version of this key did it, whichever was asked for. */
    public void answerAs(String keyName) {
        namedKey = keyName;
    }

    /** From now on every answer's bytes are damaged after their checksum was made. */
    public void damageAnswers() {
        answersDamaged = true;
    }

    /** From now on every request's bytes are damaged after their checksum was made. */
    public void damageRequests() {
        requestsDamaged = true;
    }

    @Override
    public void meet(KmsFault fault) {
        faults.meet(fault, Integer.MAX_VALUE);
    }

    @Override
    public void meet(KmsFault fault, int requests) {
        faults.meet(fault, requests);
    }

    @Override
    public void recover() {
        faults.recover();
    }

    @Override
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        faults.recover();
        server.shutdownNow();
    }

    private byte[] encrypt(byte[] request, String routing) throws InvalidProtocolBufferException {
        EncryptRequest asked = EncryptRequest.parseFrom(request);
        return answer(asked.getName(), routing, () -> encrypted(asked));
    }

    private EncryptResponse encrypted(EncryptRequest asked) {
        GcpKey key = key(asked.getName());
        boolean verified = !plaintextIgnored
                && verifies(asked.hasPlaintextCrc32C(), asked.getPlaintextCrc32C(), asked.getPlaintext());
        boolean aadVerified = !associatedDataIgnored
                && verifies(
                        asked.hasAdditionalAuthenticatedDataCrc32C(),
                        asked.getAdditionalAuthenticatedDataCrc32C(),
                        asked.getAdditionalAuthenticatedData());
        ServedKey version = key.primary();
        requireEnabled(key, version);
        ByteString ciphertext = ByteString.copyFrom(
                version.seal(asked.getPlaintext().toByteArray(), context(asked.getAdditionalAuthenticatedData())));
        return EncryptResponse.newBuilder()
                .setName((namedKey == null ? version : key(namedKey).primary()).name())
                .setCiphertext(damaged(ciphertext))
                .setCiphertextCrc32C(checksum(ciphertext))
                .setVerifiedPlaintextCrc32C(verified)
                .setVerifiedAdditionalAuthenticatedDataCrc32C(aadVerified)
                .build();
    }

    private byte[] decrypt(byte[] request, String routing) throws InvalidProtocolBufferException {
        DecryptRequest asked = DecryptRequest.parseFrom(request);
        return answer(asked.getName(), routing, () -> decrypted(asked));
    }

    private DecryptResponse decrypted(DecryptRequest asked) {
        GcpKey key = key(asked.getName());
        verifies(asked.hasCiphertextCrc32C(), asked.getCiphertextCrc32C(), asked.getCiphertext());
        verifies(
                asked.hasAdditionalAuthenticatedDataCrc32C(),
                asked.getAdditionalAuthenticatedDataCrc32C(),
                asked.getAdditionalAuthenticatedData());
        byte[] blob = asked.getCiphertext().toByteArray();
        ServedKey version = ServedKey.nameIn(blob).flatMap(key::version).orElseThrow(GcpKmsServer::undecipherable);
        requireEnabled(key, version);
        ByteString plaintext = version.open(blob, context(asked.getAdditionalAuthenticatedData()))
                .map(ByteString::copyFrom)
                .orElseThrow(GcpKmsServer::undecipherable);
        return DecryptResponse.newBuilder()
                .setPlaintext(damaged(plaintext))
                .setPlaintextCrc32C(checksum(plaintext))
                .setUsedPrimary(version.equals(key.primary()))
                .build();
    }

    private byte[] get(byte[] request, String routing) throws InvalidProtocolBufferException {
        GetCryptoKeyRequest asked = GetCryptoKeyRequest.parseFrom(request);
        requests.incrementAndGet();
        KmsFault fault = faults.next();
        if (fault == KmsFault.DISABLED || fault == KmsFault.PENDING_DELETION) {
            // A key that is switched off still tells of itself
            return key(asked.getName())
                    .describe(
                            fault == KmsFault.DISABLED
                                    ? CryptoKeyVersionState.DISABLED
                                    : CryptoKeyVersionState.DESTROY_SCHEDULED)
                    .toByteArray();
        }
        return answer(fault, asked.getName(), routing, () -> {
            if (getDenied) {
                throw Status.PERMISSION_DENIED.asRuntimeException();
            }
            GcpKey key = key(asked.getName());
            return key.describe(key.state(key.primary()));
        });
    }

    private byte[] answer(String name, String routing, Service service) {
        requests.incrementAndGet();
        return answer(faults.next(), name, routing, service);
    }

    private byte[] answer(@Nullable KmsFault fault, String name, String routing, Service service) {
        if (fault == null) {
            return served(name, routing, service);
        }
        return switch (fault) {
            case DISABLED, PENDING_DELETION -> throw Status.FAILED_PRECONDITION.asRuntimeException();
            case MISSING -> throw Status.NOT_FOUND.asRuntimeException();
            case DENIED -> throw Status.PERMISSION_DENIED.asRuntimeException();
            case UNAUTHENTICATED -> throw Status.UNAUTHENTICATED.asRuntimeException();
            case THROTTLED -> throw Status.RESOURCE_EXHAUSTED.asRuntimeException();
            case FAILING -> throw Status.INTERNAL.asRuntimeException();
            // What a client makes of a connection that ends
            case DISCONNECTED -> throw Status.UNAVAILABLE.asRuntimeException();
            case SILENT -> {
                faults.awaitRecovery();
                throw Status.UNAVAILABLE.asRuntimeException();
            }
            case TRUNCATED -> {
                byte[] whole = served(name, routing, service);
                yield Arrays.copyOf(whole, whole.length / 2);
            }
            case GARBAGE -> "<html>It works!</html>".getBytes(StandardCharsets.UTF_8);
            default -> throw new IllegalArgumentException("no fault of this service: " + fault);
        };
    }

    private static byte[] served(String name, String routing, Service service) {
        if (!routing.equals("name=" + URLEncoder.encode(name, StandardCharsets.UTF_8))) {
            throw Status.INVALID_ARGUMENT.withDescription("no routing header").asRuntimeException();
        }
        return service.answer().toByteArray();
    }

    private GcpKey key(String name) {
        return Optional.ofNullable(keys.get(name))
                .orElseThrow(() -> Status.NOT_FOUND.withDescription(name).asRuntimeException());
    }

    private static void requireEnabled(GcpKey key, ServedKey version) {
        if (key.state(version) != CryptoKeyVersionState.ENABLED) {
            throw Status.FAILED_PRECONDITION
                    .withDescription(version.name() + " is not enabled")
                    .asRuntimeException();
        }
    }

    /** Whether there is a checksum; a wrong one is refused. */
    private boolean verifies(boolean present, Int64Value checksum, ByteString bytes) {
        if (!present) {
            return false;
        }
        if (requestsDamaged || !checksum.equals(checksum(bytes))) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("The checksum did not match the data")
                    .asRuntimeException();
        }
        return true;
    }

    private ByteString damaged(ByteString bytes) {
        if (!answersDamaged) {
            return bytes;
        }
        byte[] damaged = bytes.toByteArray();
        damaged[damaged.length - 1] ^= 1;
        return ByteString.copyFrom(damaged);
    }

    private static Int64Value checksum(ByteString bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.asReadOnlyByteBuffer());
        return Int64Value.of(checksum.getValue());
    }

    private static SortedMap<String, String> context(ByteString associatedData) {
        return new TreeMap<>(Map.of("aad", HexFormat.of().formatHex(associatedData.toByteArray())));
    }

    private static RuntimeException undecipherable() {
        return Status.INVALID_ARGUMENT
                .withDescription("Decryption failed: verify that 'name' refers to the correct CryptoKey.")
                .asRuntimeException();
    }

    /** What a request is answered while there is no fault. */
    private interface Service {
        Message answer();
    }
}
