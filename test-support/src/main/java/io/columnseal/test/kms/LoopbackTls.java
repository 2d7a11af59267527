package io.columnseal.test.kms;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS for a server on the loopback address, under a key and certificate that live as long as this object. */
final class LoopbackTls {

    private static final char[] NO_PASSWORD = {};
    private static final String ALIAS = "loopback";

    private final KeyManager[] keyManagers;
    private final SSLContext server;
    private final SSLContext client;
    private final KeyStore trusted;

    private LoopbackTls(KeyManager[] keyManagers, SSLContext server, SSLContext client, KeyStore trusted) {
        this.keyManagers = keyManagers;
        this.server = server;
        this.client = client;
        this.trusted = trusted;
    }

    static LoopbackTls generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(LoopbackCertificate.of(pair)));
            KeyStore trusted = empty();
            trusted.setCertificateEntry(ALIAS, certificate);
            KeyManager[] keyManagers = keyManagers(pair, certificate);
            return new LoopbackTls(keyManagers, server(keyManagers), client(trusted), trusted);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform has TLS with P-256", e);
        }
    }

    /** A server that is not started yet. */
    HttpServer createServer(InetSocketAddress address, int backlog) throws IOException {
        HttpsServer https = HttpsServer.create(address, backlog);
        https.setHttpsConfigurator(new HttpsConfigurator(server));
        return https;
    }

    /** What a server shows. */
    KeyManager[] keyManagers() {
        return keyManagers;
    }

    /** For clients: trusts this server and nobody else. */
    SSLContext client() {
        return client;
    }

    /** What clients trust, as a key store. */
    KeyStore trusted() {
        return trusted;
    }

    private static KeyManager[] keyManagers(KeyPair pair, Certificate certificate)
            throws GeneralSecurityException, IOException {
        KeyStore keys = empty();
        keys.setKeyEntry(ALIAS, pair.getPrivate(), NO_PASSWORD, new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, NO_PASSWORD);
        return managers.getKeyManagers();
    }

    private static SSLContext server(KeyManager[] keyManagers) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers, null, null);
        return context;
    }

    private static SSLContext client(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
