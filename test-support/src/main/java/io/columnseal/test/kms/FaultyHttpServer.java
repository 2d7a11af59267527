package io.columnseal.test.kms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.columnseal.test.KmsFault;
import io.columnseal.test.KmsService;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service over HTTP on a free port of the loopback address. Faults of the way to it happen here; those that the service
 * names are the subclass's to answer. Safe for use by many threads.
 */
abstract class FaultyHttpServer implements KmsService, AutoCloseable {

    private static final int BACKLOG = 64;
    private static final int OK = 200;

    static {
        // Otherwise every answer waits 40 ms for an acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FaultSwitch faults = new FaultSwitch();
    private final AtomicInteger requests = new AtomicInteger();

    /** A service without TLS. */
    FaultyHttpServer() {
        this(HttpServer::create, "http");
    }

    /** A service behind TLS. */
    FaultyHttpServer(LoopbackTls tls) {
        this(tls::createServer, "https");
    }

    private FaultyHttpServer(Listener listener, String scheme) {
        try {
            server = listener.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.scheme = scheme;
        server.createContext("/", this::handle);
        server.setExecutor(threads);
    }

    final void listen() {
        server.start();
    }

    /** Where the service listens. */
    public final URI endpoint() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What a request is answered, once no fault of the way stops it. */
    abstract Answer answer(Request request, KmsFault fault);

    /** What a request is answered while there is no fault. */
    abstract Answer answer(Request request);

    /** Whether a request is one for keys, which faults are for; logins and the like always work. */
    boolean isForKeys(Request request) {
        return true;
    }

    @Override
    public final void meet(KmsFault fault) {
        faults.meet(fault, Integer.MAX_VALUE);
    }

    @Override
    public final void meet(KmsFault fault, int requests) {
        faults.meet(fault, requests);
    }

    @Override
    public void recover() {
        faults.recover();
    }

    @Override
    public final int requests() {
        return requests.get();
    }

    @Override
    public final void close() {
        faults.recover();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = Request.of(exchange);
            if (!isForKeys(request)) {
                send(exchange, answer(request));
                return;
            }
            requests.incrementAndGet();
            KmsFault fault = faults.next();
            if (fault == null) {
                send(exchange, answer(request));
            } else {
                sendUnder(fault, exchange, request);
            }
        }
    }

    private void sendUnder(KmsFault fault, HttpExchange exchange, Request request) throws IOException {
        switch (fault) {
            case DISCONNECTED -> {}
            case SILENT -> faults.awaitRecovery();
            case TRUNCATED -> sendHalf(exchange, answer(request));
            case GARBAGE -> send(exchange, new Answer(OK, "text/html", "<html>It works!</html>"));
            default -> send(exchange, answer(request, fault));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void sendHalf(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body, 0, body.length / 2);
        exchange.getResponseBody().flush();
    }

    /** Makes a server that listens to an address. */
    private interface Listener {
        HttpServer create(InetSocketAddress address, int backlog) throws IOException;
    }
}
