package io.columnseal.test.kms;

import io.columnseal.test.KmsFault;
import java.net.URI;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Azure Key Vault and Managed HSM on loopback: {@code wrapkey}, {@code unwrapkey} and {@code get} of keys, with RSA and
 * {@code oct-HSM} keys that have versions, behind TLS and the challenge that tells clients where to get a token. Needs
 * Jackson 3 on the class path.
 */
public final class AzureKeyVaultServer extends FaultyHttpServer implements VersionedKeys {

    private static final String JSON = "application/json; charset=utf-8";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int DENIED = 403;
    private static final int NOT_FOUND = 404;
    private static final int THROTTLED = 429;
    private static final int FAILED = 500;

    /** Longer than a caller should wait. */
    private static final String RETRY_AFTER_SECONDS = "30";

    private static final Pattern PATH =
            Pattern.compile("/keys/([A-Za-z0-9-]{1,127})(?:/([a-z0-9]{32}))?/*(?:/(wrapkey|unwrapkey))?");

    private final LoopbackTls tls;
    private final String token = "header." + UUID.randomUUID() + ".signature";
    private final Map<String, VaultKey> keys = new ConcurrentHashMap<>();
    private final JsonMapper json = new JsonMapper();
    private volatile boolean getDenied;

    private AzureKeyVaultServer(LoopbackTls tls) {
        super(tls);
        this.tls = tls;
    }

    /** Starts a vault without keys. */
    public static AzureKeyVaultServer start() {
        AzureKeyVaultServer server = new AzureKeyVaultServer(LoopbackTls.generate());
        server.listen();
        return server;
    }

    /** Makes an RSA key of 2048 bits with one version; returns its identifier without the version. */
    public String createRsaKey(String name) {
        return add(new VaultKey(name, VaultKeyVersion::rsa));
    }

    /** Makes a symmetric key as Managed HSM has them, with one version; returns its identifier without the version. */
    public String createOctKey(String name) {
        return add(new VaultKey(name, VaultKeyVersion::oct));
    }

    /** An RSA key. */
    @Override
    public String createWrappingKey(String id) {
        return createRsaKey(id);
    }

    @Override
    public String rotate(String keyId) {
        VaultKey key = named(nameIn(keyId));
        return id(key, key.rotate());
    }

    @Override
    public void disable(String versionId) {
        version(versionId).disable();
    }

    /** Has one version expired, given its identifier: it wraps no more, and still unwraps. */
    public void expire(String versionId) {
        version(versionId).expire();
    }

    @Override
    public void denyGet() {
        getDenied = true;
    }

    /** What a client whose token comes from {@link #authority()} asks with. */
    public String token() {
        return token;
    }

    /** Where the challenge sends clients for a token; nothing listens there. */
    public URI authority() {
        return URI.create("https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000");
    }

    /** For clients: trusts this server and nobody else. */
    public SSLContext trust() {
        return tls.client();
    }

    /** The same as a key store, for clients that take one. */
    public KeyStore trustStore() {
        return tls.trusted();
    }

    private String add(VaultKey key) {
        keys.put(key.name(), key);
        return endpoint() + "/keys/" + key.name();
    }

    /** A client asks without a token first, to be told where to get one. */
    @Override
    boolean isForKeys(Request request) {
        return request.header("Authorization") != null;
    }

    @Override
    Answer answer(Request request, KmsFault fault) {
        return switch (fault) {
            case DISABLED -> isGet(request) ? describe(request, false) : refusal(new Refusal(DENIED, "KeyDisabled"));
            case MISSING -> refusal(new Refusal(NOT_FOUND, "KeyNotFound"));
            case DENIED -> refusal(new Refusal(DENIED, "ForbiddenByRbac"));
            case UNAUTHENTICATED -> challenge();
            case THROTTLED ->
                new Answer(
                        THROTTLED,
                        JSON,
                        Map.of("Retry-After", RETRY_AFTER_SECONDS),
                        error(String.valueOf(THROTTLED), "Throttled"));
            case FAILING -> refusal(new Refusal(FAILED, "InternalError"));
            case OTHER_KEK -> byAnotherKey(request);
            default -> throw new IllegalArgumentException("no fault of this service: " + fault);
        };
    }

    @Override
    Answer answer(Request request) {
        if (!("Bearer " + token).equals(request.header("Authorization"))) {
            return challenge();
        }
        try {
            if (!String.valueOf(request.uri().getQuery()).startsWith("api-version=")) {
                throw new Refusal(BAD_REQUEST, "BadParameter");
            }
            if (isGet(request)) {
                return describe(request, true);
            }
            Matcher path = path(request);
            VaultKey key = key(path);
            VaultKeyVersion version = version(key, path);
            return operate(path.group(3), key, version, json.readTree(request.body()));
        } catch (Refusal e) {
            return refusal(e);
        }
    }

    private Answer operate(@Nullable String operation, VaultKey key, VaultKeyVersion version, JsonNode body) {
        if (operation == null) {
            throw new Refusal(NOT_FOUND, "NotFound");
        }
        if (!version.isEnabled()) {
            throw new Refusal(DENIED, "KeyDisabled");
        }
        if (version.end() != null && operation.equals("wrapkey")) {
            throw new Refusal(DENIED, "KeyExpired");
        }
        if (!version.algorithm().equals(body.path("alg").asString(""))) {
            throw new Refusal(BAD_REQUEST, "BadParameter");
        }
        byte[] value = bytes(body.path("value").asString(""));
        Optional<byte[]> result = operation.equals("wrapkey") ? version.wrap(value) : version.unwrap(value);
        return result(id(key, version), result.orElseThrow(() -> new Refusal(BAD_REQUEST, "BadParameter")));
    }

    private Answer describe(Request request, boolean working) {
        if (getDenied) {
            return refusal(new Refusal(DENIED, "ForbiddenByRbac"));
        }
        try {
            Matcher path = path(request);
            VaultKey key = key(path);
            VaultKeyVersion version = version(key, path);
            ObjectNode answer = json.createObjectNode();
            answer.putObject("key").put("kid", id(key, version)).put("kty", version.type());
            ObjectNode attributes = answer.putObject("attributes")
                    .put("enabled", working && version.isEnabled())
                    .put("created", version.createdAt().getEpochSecond());
            Instant end = version.end();
            if (end != null) {
                attributes.put("exp", end.getEpochSecond());
            }
            return new Answer(OK, JSON, answer.toString());
        } catch (Refusal e) {
            return refusal(e);
        }
    }

    /** Whoever sits between the client and the service answers with a key of his own, properly. */
    private Answer byAnotherKey(Request request) {
        VaultKey other = new VaultKey("other", VaultKeyVersion::oct);
        VaultKeyVersion version = other.newest();
        if (isGet(request)) {
            ObjectNode answer = json.createObjectNode();
            answer.putObject("key").put("kid", id(other, version)).put("kty", version.type());
            answer.putObject("attributes").put("enabled", true);
            return new Answer(OK, JSON, answer.toString());
        }
        byte[] dataKey = new byte[32];
        boolean wraps = "wrapkey".equals(path(request).group(3));
        return result(id(other, version), wraps ? version.wrap(dataKey).orElseThrow() : dataKey);
    }

    private Answer result(String kid, byte[] value) {
        return new Answer(
                OK,
                JSON,
                json.createObjectNode()
                        .put("kid", kid)
                        .put("value", Base64.getUrlEncoder().withoutPadding().encodeToString(value))
                        .toString());
    }

    private Answer challenge() {
        return new Answer(
                UNAUTHORIZED,
                JSON,
                Map.of(
                        "WWW-Authenticate",
                        "Bearer authorization=\"" + authority() + "\", resource=\"https://vault.azure.net\""),
                error("Unauthorized", "AKV10000"));
    }

    private Answer refusal(Refusal refusal) {
        return new Answer(refusal.status, JSON, error(String.valueOf(refusal.status), refusal.code));
    }

    private String error(String code, String innerCode) {
        ObjectNode answer = json.createObjectNode();
        answer.putObject("error")
                .put("code", code)
                .put("message", "refused")
                .putObject("innererror")
                .put("code", innerCode);
        return answer.toString();
    }

    private static boolean isGet(Request request) {
        return request.method().equals("GET");
    }

    private static Matcher path(Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            throw new Refusal(NOT_FOUND, "NotFound");
        }
        return path;
    }

    private VaultKey key(Matcher path) {
        return named(path.group(1));
    }

    private VaultKey named(String name) {
        return Optional.ofNullable(keys.get(name)).orElseThrow(() -> new Refusal(NOT_FOUND, "KeyNotFound"));
    }

    private VaultKeyVersion version(String versionId) {
        return named(nameIn(versionId))
                .version(versionId.substring(versionId.lastIndexOf('/') + 1))
                .orElseThrow();
    }

    private static VaultKeyVersion version(VaultKey key, Matcher path) {
        String version = path.group(2);
        return version == null
                ? key.newest()
                : key.version(version).orElseThrow(() -> new Refusal(NOT_FOUND, "KeyNotFound"));
    }

    private String id(VaultKey key, VaultKeyVersion version) {
        return endpoint() + "/keys/" + key.name() + "/" + version.id();
    }

    private static String nameIn(String keyId) {
        Matcher path = PATH.matcher(URI.create(keyId).getPath());
        if (!path.matches()) {
            throw new IllegalArgumentException("no key of this vault: " + keyId);
        }
        return path.group(1);
    }

    private static byte[] bytes(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(BAD_REQUEST, "BadParameter");
        }
    }

    /** What the service answers instead of a result. */
    private static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;

        Refusal(int status, String code) {
            super(code, null, false, false);
            this.status = status;
            this.code = code;
        }
    }
}
