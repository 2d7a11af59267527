package io.columnseal.test.kms;

import io.columnseal.internal.crypto.RandomBytes;
import io.columnseal.test.KmsFault;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The transit engine of HashiCorp Vault and OpenBao on loopback, mounted at {@code transit}: {@code datakey/plaintext},
 * {@code encrypt}, {@code decrypt}, {@code rewrap} and {@code keys}, keys with versions, derived or not, logins by
 * AppRole and by Kubernetes, tokens that are renewed and that expire, and namespaces. Needs Jackson 3 on the class path.
 */
public final class VaultServer extends FaultyHttpServer {

    private static final String API = "/v1/";
    private static final String MOUNT = "transit/";
    private static final String JSON = "application/json";
    private static final String CIPHERTEXT_PREFIX = "vault:v";
    private static final int DATA_KEY_BYTES = 32;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int DENIED = 403;
    private static final int NOT_FOUND = 404;
    private static final int THROTTLED = 429;
    private static final int FAILED = 500;
    private static final int LEASE_SECONDS = 3600;

    private final Map<String, TransitKey> keys = new ConcurrentHashMap<>();
    private final Map<String, Boolean> tokens = new ConcurrentHashMap<>();
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicInteger renewals = new AtomicInteger();
    private final String roleId = UUID.randomUUID().toString();
    private final String secretId = UUID.randomUUID().toString();
    private final String serviceAccountToken = "header." + UUID.randomUUID() + ".signature";
    private final String namespace;
    private final JsonMapper json = new JsonMapper();
    private volatile int leaseSeconds = LEASE_SECONDS;
    private volatile boolean renewalsRefused;
    private volatile boolean renewalsFailing;
    private volatile boolean loginsFailing;
    private volatile boolean keysDenied;
    private volatile Runnable beforeLogins = () -> {};

    private VaultServer(String namespace) {
        this.namespace = namespace;
    }

    /** Starts a service without keys, outside of namespaces. */
    public static VaultServer start() {
        return start("");
    }

    /** Starts a service without keys that knows one namespace only. */
    public static VaultServer start(String namespace) {
        VaultServer server = new VaultServer(namespace);
        server.listen();
        return server;
    }

    /** Makes a key that derives another one of every context, as {@code derived=true} does. */
    public void createDerivedKey(String name) {
        keys.put(name, new TransitKey(true));
    }

    /** Makes a key that takes no notice of contexts. */
    public void createKey(String name) {
        keys.put(name, new TransitKey(false));
    }

    /** Gives a key a new version; the former ones still decrypt. */
    public void rotateKey(String name) {
        key(name).rotate();
    }

    /** Disallows all versions but the newest, as {@code min_decryption_version} does. */
    public void disallowFormerVersions(String name) {
        key(name).disallowFormer();
    }

    /** A token that is valid until it is revoked. */
    public String token() {
        return issueToken();
    }

    /** Ends every token that was issued so far. */
    public void revokeTokens() {
        tokens.clear();
    }

    /** How long tokens of later logins live, as the service tells; they do not end by themselves. */
    public void leaseSeconds(int seconds) {
        leaseSeconds = seconds;
    }

    /** What AppRole logs in with. */
    public String roleId() {
        return roleId;
    }

    /** What AppRole logs in with. */
    public String secretId() {
        return secretId;
    }

    /** What a pod logs in with, for the role {@code columnseal}. */
    public String serviceAccountToken() {
        return serviceAccountToken;
    }

    /** Renews no token from now on, as of one that was made so. */
    public void refuseRenewals() {
        renewalsRefused = true;
    }

    /** Renews tokens again. */
    public void acceptRenewals() {
        renewalsRefused = false;
    }

    /** What happens before each login and renewal is answered, such as waiting. */
    public void beforeLogins(Runnable action) {
        beforeLogins = action;
    }

    /** Whether logins fail for a reason that may pass. */
    public void failLogins(boolean fail) {
        loginsFailing = fail;
    }

    /** Whether renewals of tokens fail for a reason that may pass. */
    public void failRenewals(boolean fail) {
        renewalsFailing = fail;
    }

    /** Lets nobody read about keys, as policies do that allow to use them only. */
    public void denyReadingKeys() {
        keysDenied = true;
    }

    /** How often somebody logged in. */
    public int logins() {
        return logins.get();
    }

    /** How often a token was renewed. */
    public int renewals() {
        return renewals.get();
    }

    @Override
    boolean isForKeys(Request request) {
        return !request.path().startsWith(API + "auth/");
    }

    @Override
    Answer answer(Request request, KmsFault fault) {
        return switch (fault) {
            case MISSING -> refusal(BAD_REQUEST, "encryption key not found");
            case DENIED, UNAUTHENTICATED -> refusal(DENIED, "permission denied");
            case THROTTLED -> refusal(THROTTLED, "request path \"transit\": rate limit quota exceeded");
            case FAILING -> refusal(FAILED, "internal error");
            default -> throw new IllegalArgumentException("no fault of this service: " + fault);
        };
    }

    @Override
    Answer answer(Request request) {
        String asked = request.header("X-Vault-Namespace");
        if (!namespace.equals(asked == null ? "" : asked)) {
            return refusal(NOT_FOUND, "no handler for route");
        }
        String path = request.path().substring(API.length());
        JsonNode body = request.body().length == 0 ? json.createObjectNode() : json.readTree(request.body());
        try {
            if (path.endsWith("/login")) {
                return login(path, body);
            }
            requireToken(request);
            return switch (path) {
                case "auth/token/renew-self" -> renewed();
                case "auth/token/lookup-self" ->
                    ok(json.createObjectNode().put("ttl", leaseSeconds).put("renewable", true));
                default -> transit(path, body);
            };
        } catch (Refusal e) {
            return refusal(e.status, e.problem);
        }
    }

    private Answer login(String path, JsonNode body) {
        beforeLogins.run();
        if (loginsFailing) {
            throw new Refusal(FAILED, "internal error");
        }
        boolean known = switch (path) {
            case "auth/approle/login" ->
                text(body, "role_id").equals(roleId) && text(body, "secret_id").equals(secretId);
            case "auth/kubernetes/login" ->
                text(body, "role").equals("columnseal") && text(body, "jwt").equals(serviceAccountToken);
            default -> throw new Refusal(NOT_FOUND, "no handler for route");
        };
        if (!known) {
            throw new Refusal(BAD_REQUEST, "invalid role or secret ID");
        }
        logins.incrementAndGet();
        return auth(issueToken());
    }

    private Answer renewed() {
        beforeLogins.run();
        if (renewalsRefused) {
            throw new Refusal(BAD_REQUEST, "lease is not renewable");
        }
        if (renewalsFailing) {
            throw new Refusal(FAILED, "internal error");
        }
        renewals.incrementAndGet();
        return auth("");
    }

    private Answer auth(String token) {
        ObjectNode answer = json.createObjectNode();
        answer.putObject("auth")
                .put("client_token", token)
                .put("lease_duration", leaseSeconds)
                .put("renewable", true);
        return new Answer(OK, JSON, answer.toString());
    }

    private Answer transit(String path, JsonNode body) {
        if (!path.startsWith(MOUNT)) {
            throw new Refusal(NOT_FOUND, "no handler for route");
        }
        int slash = path.lastIndexOf('/');
        TransitKey key = key(path.substring(slash + 1));
        return switch (path.substring(MOUNT.length(), slash)) {
            case "datakey/plaintext" -> dataKey(key, body);
            case "encrypt" -> ok(ciphertext(key, base64(body, "plaintext"), body));
            case "decrypt" -> ok(json.createObjectNode().put("plaintext", text(decrypt(key, body))));
            case "rewrap" -> ok(ciphertext(key, decrypt(key, body), body));
            case "keys" -> {
                if (keysDenied) {
                    throw new Refusal(DENIED, "permission denied");
                }
                yield ok(key.describe(json));
            }
            default -> throw new Refusal(NOT_FOUND, "unsupported path");
        };
    }

    private Answer dataKey(TransitKey key, JsonNode body) {
        byte[] dataKey = RandomBytes.next(DATA_KEY_BYTES);
        return ok(ciphertext(key, dataKey, body).put("plaintext", text(dataKey)));
    }

    private ObjectNode ciphertext(TransitKey key, byte[] plaintext, JsonNode body) {
        int version = key.newest();
        byte[] sealed = key.version(version).seal(plaintext, key.context(body));
        return json.createObjectNode()
                .put("ciphertext", CIPHERTEXT_PREFIX + version + ":" + text(sealed))
                .put("key_version", version);
    }

    private static byte[] decrypt(TransitKey key, JsonNode body) {
        String[] parts = text(body, "ciphertext").split(":", -1);
        if (parts.length != 3 || !parts[0].equals("vault") || !parts[1].matches("v[0-9]{1,9}")) {
            throw new Refusal(BAD_REQUEST, "invalid ciphertext: no prefix");
        }
        int version = Integer.parseInt(parts[1].substring(1));
        if (version < 1 || version > key.newest()) {
            throw new Refusal(BAD_REQUEST, "invalid ciphertext: version is too new");
        }
        if (version < key.oldest()) {
            throw new Refusal(BAD_REQUEST, "ciphertext or signature version is disallowed by policy (too old)");
        }
        return key.version(version)
                .open(decoded(parts[2]), key.context(body))
                .orElseThrow(() -> new Refusal(BAD_REQUEST, "cipher: message authentication failed"));
    }

    private void requireToken(Request request) {
        String token = request.header("X-Vault-Token");
        if (token == null || !tokens.containsKey(token)) {
            throw new Refusal(DENIED, "permission denied");
        }
    }

    private String issueToken() {
        String token = "hvs." + UUID.randomUUID();
        tokens.put(token, true);
        return token;
    }

    private TransitKey key(String name) {
        return Optional.ofNullable(keys.get(name))
                .orElseThrow(() -> new Refusal(BAD_REQUEST, "encryption key not found"));
    }

    private Answer ok(ObjectNode data) {
        ObjectNode answer = json.createObjectNode();
        answer.set("data", data);
        return new Answer(OK, JSON, answer.toString());
    }

    private Answer refusal(int status, String problem) {
        ObjectNode answer = json.createObjectNode();
        answer.putArray("errors").add(problem);
        return new Answer(status, JSON, answer.toString());
    }

    private static String text(JsonNode body, String field) {
        return body.path(field).asString("");
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] base64(JsonNode body, String field) {
        return decoded(text(body, field));
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(BAD_REQUEST, "invalid ciphertext: could not decode base64");
        }
    }

    /** A named key with all its versions. */
    private static final class TransitKey {

        private final boolean derived;
        private final List<ServedKey> versions = new ArrayList<>();
        private int oldest = 1;

        TransitKey(boolean derived) {
            this.derived = derived;
            rotate();
        }

        synchronized void rotate() {
            versions.add(ServedKey.random(""));
        }

        synchronized void disallowFormer() {
            oldest = versions.size();
        }

        synchronized int oldest() {
            return oldest;
        }

        synchronized int newest() {
            return versions.size();
        }

        synchronized ServedKey version(int version) {
            return versions.get(version - 1);
        }

        SortedMap<String, String> context(JsonNode body) {
            SortedMap<String, String> context = new TreeMap<>();
            if (derived) {
                String text = text(body, "context");
                if (text.isEmpty()) {
                    throw new Refusal(
                            BAD_REQUEST,
                            "missing 'context' for key derivation; the key was created using a"
                                    + " derived key, which means additional, per-request information must be included in order"
                                    + " to perform operations with the key");
                }
                context.put("context", text);
            }
            return context;
        }

        synchronized ObjectNode describe(JsonMapper json) {
            ObjectNode description = json.createObjectNode();
            description.put("type", "aes256-gcm96").put("derived", derived).put("latest_version", versions.size());
            ObjectNode times = description.putObject("keys");
            for (int version = 1; version <= versions.size(); version++) {
                times.put(
                        Integer.toString(version),
                        versions.get(version - 1).createdAt().getEpochSecond());
            }
            return description;
        }
    }

    /** What the service answers instead of a result. */
    private static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;
        private final String problem;

        Refusal(int status, @Nullable String problem) {
            super(problem, null, false, false);
            this.status = status;
            this.problem = String.valueOf(problem);
        }
    }
}
