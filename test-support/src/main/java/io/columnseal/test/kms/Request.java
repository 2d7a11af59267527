package io.columnseal.test.kms;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A request as it arrived. */
record Request(String method, URI uri, Headers headers, byte[] body) {

    /** No request of such a service is longer; more is not read. */
    private static final int MAX_BODY_BYTES = 1 << 20;

    static Request of(HttpExchange exchange) throws IOException {
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readNBytes(MAX_BODY_BYTES));
    }

    String path() {
        return uri.getPath();
    }

    @Nullable String header(String name) {
        return headers.getFirst(name);
    }
}
