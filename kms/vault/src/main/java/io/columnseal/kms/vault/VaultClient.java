package io.columnseal.kms.vault;

import io.columnseal.KmsException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One request to Vault, and its answer. Safe for use by many threads. */
final class VaultClient {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final String LOGINS = "auth/";

    private final HttpClient http;
    private final URI address;
    private final @Nullable String namespace;
    private final Duration timeout;
    private final JsonMapper json = new JsonMapper();

    /** @param timeout for one request, its answer included */
    VaultClient(HttpClient http, URI address, @Nullable String namespace, Duration timeout) {
        this.http = http;
        this.address = address;
        this.namespace = namespace;
        this.timeout = timeout;
    }

    /**
     * Asks once.
     *
     * @param kekId the KEK that errors name
     * @param token null for a login
     * @param body null to read
     * @throws KmsException if Vault refuses, does not answer in time, or answers something else
     */
    JsonNode ask(String kekId, String path, @Nullable String token, @Nullable Map<String, String> body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve("/v1/" + path)).timeout(timeout);
        if (token != null) {
            request.header("X-Vault-Token", token);
        }
        if (namespace != null) {
            request.header("X-Vault-Namespace", namespace);
        }
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
        }
        HttpResponse<String> response = send(kekId, request.build());
        if (response.statusCode() == NO_CONTENT) {
            return json.createObjectNode();
        }
        if (response.statusCode() != OK) {
            throw path.startsWith(LOGINS)
                    ? VaultErrors.ofLogin(kekId, response.statusCode())
                    : VaultErrors.translate(
                            kekId,
                            body != null && body.containsKey("ciphertext"),
                            response.statusCode(),
                            response.body());
        }
        try {
            return json.readTree(response.body());
        } catch (JacksonException e) {
            // Its message quotes the answer
            throw VaultErrors.unreachable(kekId, null);
        }
    }

    /** The client's own time-out ends when the headers are there; this one covers the body. */
    private HttpResponse<String> send(String kekId, HttpRequest request) {
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw VaultErrors.unreachable(kekId, e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw VaultErrors.unreachable(kekId, e);
        } catch (ExecutionException e) {
            throw VaultErrors.unreachable(kekId, e.getCause() instanceof IOException cause ? cause : e);
        }
    }
}
