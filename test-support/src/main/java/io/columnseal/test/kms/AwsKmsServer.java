package io.columnseal.test.kms;

import io.columnseal.internal.crypto.RandomBytes;
import io.columnseal.test.KmsFault;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * AWS KMS on loopback: {@code GenerateDataKey}, {@code Encrypt}, {@code Decrypt}, {@code ReEncrypt} and {@code
 * DescribeKey} of its JSON 1.1 protocol, with symmetric keys, aliases, multi-region replicas and encryption contexts.
 * Signatures are verified. Needs Jackson 3 on the class path.
 */
public final class AwsKmsServer extends FaultyHttpServer {

    private static final String TARGET = "TrentService.";
    private static final String JSON = "application/x-amz-json-1.1";
    private static final String ACCOUNT = "111122223333";
    private static final String ACCESS_KEY_ID = "AKIDEXAMPLE";
    private static final String SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final int DATA_KEY_BYTES = 32;
    private static final int MAX_PLAINTEXT_BYTES = 4096;
    private static final int BAD_REQUEST = 400;
    private static final int FAILED = 500;

    private final String region;
    private final SignatureV4 signatures = new SignatureV4(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
    private final Map<String, ServedKey> keys = new ConcurrentHashMap<>();
    private final Map<String, String> aliases = new ConcurrentHashMap<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final Map<String, String> failedStores = new ConcurrentHashMap<>();
    private final Queue<TrailEntry> trail = new ConcurrentLinkedQueue<>();
    private final JsonMapper json = new JsonMapper();

    private AwsKmsServer(String region) {
        this.region = region;
    }

    /** Starts a service without keys. */
    public static AwsKmsServer start(String region) {
        AwsKmsServer server = new AwsKmsServer(region);
        server.listen();
        return server;
    }

    public String region() {
        return region;
    }

    /** What requests are to be signed with. */
    public String accessKeyId() {
        return ACCESS_KEY_ID;
    }

    /** What requests are to be signed with. */
    public String secretAccessKey() {
        return SECRET_ACCESS_KEY;
    }

    /** Makes a symmetric key; returns its ARN. */
    public String createKey() {
        return add(ServedKey.random(UUID.randomUUID().toString()));
    }

    /** Makes the primary of a multi-region key; returns its ARN. */
    public String createMultiRegionKey() {
        return add(ServedKey.random("mrk-" + UUID.randomUUID().toString().replace("-", "")));
    }

    /** Makes the replica of a multi-region key in another region; returns its ARN. */
    public String replicate(String arn, AwsKmsServer other) {
        return other.add(key(arn).orElseThrow());
    }

    /** Points an alias, which begins with {@code alias/}, at a key, whatever it pointed at before. */
    public void alias(String alias, String arn) {
        aliases.put(alias, arn);
    }

    /** Denies an operation, such as {@code DescribeKey}, as a policy does that does not name it. */
    public void deny(String operation) {
        denied.add(operation);
    }

    /**
     * Lets a key be one of a custom key store that AWS does not reach.
     *
     * @param keyState the key's state: {@code Unavailable} where the store is disconnected, {@code Enabled} where only its
     *     proxy does not answer
     */
    public void loseKeyStore(String arn, String keyState) {
        failedStores.put(key(arn).orElseThrow().name(), keyState);
    }

    /** What was served, oldest first, as CloudTrail would tell. */
    public List<TrailEntry> trail() {
        return List.copyOf(trail);
    }

    private String add(ServedKey key) {
        keys.put(key.name(), key);
        return arn(key);
    }

    @Override
    Answer answer(Request request, KmsFault fault) {
        return switch (fault) {
            case DISABLED -> disabledUnlessDescribed(request, "Disabled", "DisabledException");
            case PENDING_DELETION -> disabledUnlessDescribed(request, "PendingDeletion", "KMSInvalidStateException");
            case MISSING -> refusal("NotFoundException", "Key does not exist");
            case DENIED -> refusal("AccessDeniedException", "User is not authorized to perform the operation");
            case UNAUTHENTICATED -> refusal("UnrecognizedClientException", "The security token is invalid.");
            case THROTTLED -> refusal("ThrottlingException", "Rate exceeded");
            case FAILING -> new Answer(FAILED, JSON, error("KMSInternalException", "Internal failure"));
            case OTHER_KEK -> byAnotherKey(request);
            default -> throw new IllegalArgumentException("no fault of this service: " + fault);
        };
    }

    @Override
    Answer answer(Request request) {
        if (!signatures.verifies(request, region)) {
            return refusal("InvalidSignatureException", "The request signature we calculated does not match");
        }
        String operation = operation(request);
        if (denied.contains(operation)) {
            return refusal("AccessDeniedException", "User is not authorized to perform: kms:" + operation);
        }
        JsonNode body = json.readTree(request.body());
        trail.add(new TrailEntry(operation, context(body, "EncryptionContext")));
        try {
            return switch (operation) {
                case "GenerateDataKey" -> generateDataKey(body);
                case "Encrypt" -> encrypt(body);
                case "Decrypt" -> decrypt(body);
                case "ReEncrypt" -> reEncrypt(body);
                case "DescribeKey" -> describe(body, "Enabled");
                default -> refusal("UnknownOperationException", "No such operation");
            };
        } catch (Refusal e) {
            return refusal(e.type(), "refused");
        }
    }

    private Answer generateDataKey(JsonNode body) {
        ServedKey key = working(body, "KeyId");
        if (!body.path("KeySpec").asString("").equals("AES_256")) {
            throw new Refusal("ValidationException");
        }
        byte[] dataKey = RandomBytes.next(DATA_KEY_BYTES);
        return ok(object(key)
                .put("Plaintext", base64(dataKey))
                .put("CiphertextBlob", base64(key.seal(dataKey, context(body, "EncryptionContext")))));
    }

    private Answer encrypt(JsonNode body) {
        ServedKey key = working(body, "KeyId");
        byte[] plaintext = bytes(body, "Plaintext");
        if (plaintext.length == 0 || plaintext.length > MAX_PLAINTEXT_BYTES) {
            throw new Refusal("ValidationException");
        }
        return ok(object(key)
                .put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT")
                .put("CiphertextBlob", base64(key.seal(plaintext, context(body, "EncryptionContext")))));
    }

    private Answer decrypt(JsonNode body) {
        ServedKey key = opener(body, "KeyId");
        return ok(object(key)
                .put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT")
                .put("Plaintext", base64(open(key, body, "EncryptionContext"))));
    }

    private Answer reEncrypt(JsonNode body) {
        ServedKey source = opener(body, "SourceKeyId");
        ServedKey destination = working(body, "DestinationKeyId");
        byte[] plaintext = open(source, body, "SourceEncryptionContext");
        return ok(object(destination)
                .put("SourceKeyId", arn(source))
                .put(
                        "CiphertextBlob",
                        base64(destination.seal(plaintext, context(body, "DestinationEncryptionContext")))));
    }

    private Answer describe(JsonNode body, String state) {
        ServedKey key = required(body, "KeyId");
        ObjectNode answer = json.createObjectNode();
        ObjectNode metadata = answer.putObject("KeyMetadata");
        if (failedStores.containsKey(key.name())) {
            metadata.put("CustomKeyStoreId", "cks-1234567890abcdef0");
        }
        metadata.put("Arn", arn(key))
                .put("KeyId", key.name())
                .put("KeyState", failedStores.getOrDefault(key.name(), state))
                .put("Enabled", state.equals("Enabled"))
                .put("KeyUsage", "ENCRYPT_DECRYPT")
                .put("CreationDate", key.createdAt().toEpochMilli() / 1000.0);
        return ok(answer);
    }

    /** A key that is switched off still tells of itself. */
    private Answer disabledUnlessDescribed(Request request, String state, String error) {
        return operation(request).equals("DescribeKey")
                ? describe(json.readTree(request.body()), state)
                : refusal(error, "The key is " + state);
    }

    /** Whoever sits between the client and the service answers with a key of his own, properly. */
    private Answer byAnotherKey(Request request) {
        ServedKey other = ServedKey.random(UUID.randomUUID().toString());
        byte[] dataKey = RandomBytes.next(DATA_KEY_BYTES);
        return ok(object(other)
                .put("SourceKeyId", arn(other))
                .put("Plaintext", base64(dataKey))
                .put(
                        "CiphertextBlob",
                        base64(other.seal(dataKey, context(json.readTree(request.body()), "EncryptionContext")))));
    }

    private byte[] open(ServedKey key, JsonNode body, String contextField) {
        return key.open(bytes(body, "CiphertextBlob"), context(body, contextField))
                .orElseThrow(() -> new Refusal("InvalidCiphertextException"));
    }

    /** The key that a ciphertext names; the one that the request names has to be the same. */
    private ServedKey opener(JsonNode body, String field) {
        ServedKey named = ServedKey.nameIn(bytes(body, "CiphertextBlob"))
                .map(keys::get)
                .orElseThrow(() -> new Refusal("InvalidCiphertextException"));
        if (body.has(field) && !required(body, field).equals(named)) {
            throw new Refusal("IncorrectKeyException");
        }
        return working(named);
    }

    private ServedKey required(JsonNode body, String field) {
        return key(body.path(field).asString("")).orElseThrow(() -> new Refusal("NotFoundException"));
    }

    /** The key that is to do something, not only to be described. */
    private ServedKey working(JsonNode body, String field) {
        return working(required(body, field));
    }

    private ServedKey working(ServedKey key) {
        if (failedStores.containsKey(key.name())) {
            throw new Refusal("KMSInvalidStateException");
        }
        return key;
    }

    private Optional<ServedKey> key(String id) {
        String arnPrefix = "arn:aws:kms:" + region + ":" + ACCOUNT + ":";
        String local = id.startsWith(arnPrefix) ? id.substring(arnPrefix.length()) : id;
        if (local.startsWith("alias/")) {
            return Optional.ofNullable(aliases.get(local)).flatMap(this::key);
        }
        return Optional.ofNullable(keys.get(local.startsWith("key/") ? local.substring("key/".length()) : local));
    }

    private String arn(ServedKey key) {
        return "arn:aws:kms:" + region + ":" + ACCOUNT + ":key/" + key.name();
    }

    private ObjectNode object(ServedKey key) {
        return json.createObjectNode().put("KeyId", arn(key));
    }

    private static SortedMap<String, String> context(JsonNode body, String field) {
        SortedMap<String, String> context = new TreeMap<>();
        body.path(field)
                .properties()
                .forEach(entry -> context.put(entry.getKey(), entry.getValue().asString()));
        return context;
    }

    private static String operation(Request request) {
        @Nullable String target = request.header("X-Amz-Target");
        return target == null || !target.startsWith(TARGET) ? "" : target.substring(TARGET.length());
    }

    private static byte[] bytes(JsonNode body, String field) {
        return Base64.getDecoder().decode(body.path(field).asString(""));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Answer ok(ObjectNode body) {
        return new Answer(200, JSON, body.toString());
    }

    private Answer refusal(String type, String message) {
        return new Answer(BAD_REQUEST, JSON, Map.of("x-amzn-ErrorType", type), error(type, message));
    }

    private String error(String type, String message) {
        return json.createObjectNode()
                .put("__type", type)
                .put("message", message)
                .toString();
    }

    /** One request that was authorized. */
    public record TrailEntry(String operation, SortedMap<String, String> context) {}

    /** What the service answers instead of a result. */
    private static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String type;

        Refusal(String type) {
            super(type, null, false, false);
            this.type = type;
        }

        String type() {
            return type;
        }
    }
}
