package io.columnseal.kms.vault;

import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.Retryable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The token that requests carry: obtained when it is first needed, renewed when two thirds of its life are over, and obtained
 * again where that gives it too little, or when Vault does not take it any more. Safe for use by many threads: one of them logs in or renews,
 * those that come meanwhile wait for its token, as long as its requests may take.
 */
final class VaultSession {

    private static final Logger LOG = LoggerFactory.getLogger(VaultSession.class);
    private static final String RENEW = "auth/token/renew-self";
    private static final String LOOK_UP = "auth/token/lookup-self";

    /** Before a renewal is tried again that Vault did not answer; a third of the token's life is left then. */
    private static final Duration RENEWAL_PAUSE = Duration.ofSeconds(10);

    /** Before a login is tried again that Vault refused: five of them within a quarter of an hour lock out the whole role. */
    private static final Duration REFUSAL_PAUSE = Duration.ofMinutes(5);

    private static final int PARTS_OF_LIFE = 3;
    private static final int PARTS_BEFORE_RENEWAL = 2;

    /** A renewal that gives less of a token's first life than one of these says that its longest life ends. */
    private static final int PARTS_WORTH_RENEWING = 2;

    private final VaultClient client;
    private final VaultLogin login;
    private final Clock clock;
    private final AtomicReference<@Nullable CompletableFuture<Token>> underWay = new AtomicReference<>();
    private volatile @Nullable Token current;
    private volatile @Nullable Refusal refusal;

    /**
     * Of a login: the next one with the same credentials is refused likewise.
     *
     * @param credentials their hash code
     */
    private record Refusal(int credentials, KmsDeniedException error, Instant until) {}

    VaultSession(VaultClient client, VaultLogin login, Clock clock) {
        this.client = client;
        this.login = login;
        this.clock = clock;
    }

    /**
     * Asks Vault with a token, once more with a new one if it does not take the first. What the token's policy does not allow is
     * refused at once: no other token of this login would be allowed it.
     *
     * @throws KmsException if Vault refuses or does not answer
     */
    JsonNode ask(String kekId, String path, @Nullable Map<String, String> body) {
        Token token = usable(kekId);
        try {
            return client.ask(kekId, path, token.text(), body);
        } catch (KmsDeniedException e) {
            if (login.path() == null || (current == token && isTaken(kekId, token))) {
                throw e;
            }
        }
        Token other = replaced(kekId, token, () -> obtained(kekId));
        return client.ask(kekId, path, other.text(), body);
    }

    /** Whether Vault knows the token, so that it is the policy which does not allow what was asked. */
    private boolean isTaken(String kekId, Token token) {
        try {
            client.ask(kekId, LOOK_UP, token.text(), null);
            return true;
        } catch (KmsDeniedException e) {
            return false;
        }
    }

    private Token usable(String kekId) {
        Token token = current;
        if (token == null) {
            return replaced(kekId, null, () -> obtained(kekId));
        }
        return token.isDue(clock.instant()) ? replaced(kekId, token, () -> renewed(kekId, token)) : token;
    }

    /** The token that comes after another one, which one thread gets for all that have that one. */
    private Token replaced(String kekId, @Nullable Token former, Supplier<Token> next) {
        CompletableFuture<Token> mine = new CompletableFuture<>();
        CompletableFuture<Token> running = underWay.compareAndExchange(null, mine);
        if (running != null) {
            return awaited(kekId, running);
        }
        try {
            Token known = current;
            // Not the one that another thread got since this one looked
            Token token = known == null || known == former ? next.get() : known;
            current = token;
            mine.complete(token);
            return token;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.set(null);
        }
    }

    private static Token awaited(String kekId, CompletableFuture<Token> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw VaultErrors.unreachable(kekId, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException error) {
                throw error;
            }
            throw VaultErrors.unreachable(kekId, e);
        }
    }

    private Token obtained(String kekId) {
        String path = login.path();
        if (path == null) {
            // Due at once: its life is not known before it is renewed
            return new Token(login.givenToken(), Duration.ZERO, clock.instant());
        }
        Map<String, String> credentials = login.credentials();
        Refusal last = refusal;
        if (last != null
                && last.credentials() == credentials.hashCode()
                && clock.instant().isBefore(last.until())) {
            throw new KmsDeniedException(
                    kekId, "Vault refused the login, which is tried again at " + last.until(), last.error());
        }
        try {
            return read(client.ask(kekId, path, null, credentials), kekId);
        } catch (KmsDeniedException e) {
            refusal = new Refusal(credentials.hashCode(), e, clock.instant().plus(REFUSAL_PAUSE));
            throw e;
        }
    }

    private Token renewed(String kekId, Token token) {
        boolean isGiven = login.path() == null;
        Token latest = token;
        try {
            Duration life =
                    life(client.ask(kekId, RENEW, token.text(), Map.of()).path("auth"));
            latest = token.until(due(life));
            if (isGiven || token.isWorth(life)) {
                return latest;
            }
        } catch (KmsException e) {
            boolean passes = e instanceof Retryable;
            if (isGiven || passes) {
                // A root token, or one that may not renew itself, serves for as long as it does
                LOG.info("Vault does not renew the token: {}", e.getMessage());
                return token.until(passes ? clock.instant().plus(RENEWAL_PAUSE) : null);
            }
        }
        return successor(kekId, latest);
    }

    /** Of a token that is renewed no more; itself where there is none. */
    private Token successor(String kekId, Token ending) {
        try {
            return obtained(kekId);
        } catch (KmsException e) {
            // A secret for one login alone, say: the token serves until Vault refuses it
            LOG.warn("Vault gives no other token, and this one ends: {}", e.getMessage());
            return ending.until(clock.instant().plus(e instanceof Retryable ? RENEWAL_PAUSE : REFUSAL_PAUSE));
        }
    }

    private Token read(JsonNode answer, String kekId) {
        JsonNode auth = answer.path("auth");
        String text = auth.path("client_token").asString("");
        if (!VaultLogin.isToken(text)) {
            throw VaultErrors.unreachable(kekId, null);
        }
        Duration life = life(auth);
        return new Token(text, life, due(life));
    }

    /** Zero if the token does not end. */
    private static Duration life(JsonNode auth) {
        return Duration.ofSeconds(Math.max(0, auth.path("lease_duration").asLong(0)));
    }

    /** Null if the token does not end. */
    private @Nullable Instant due(Duration life) {
        return life.isZero()
                ? null
                : clock.instant().plus(life.multipliedBy(PARTS_BEFORE_RENEWAL).dividedBy(PARTS_OF_LIFE));
    }

    /** A secret: never printed. */
    private static final class Token {

        private final String text;
        private final Duration firstLife;
        private final @Nullable Instant due;

        /** @param firstLife zero if it does not end, or nobody said when */
        Token(String text, Duration firstLife, @Nullable Instant due) {
            this.text = text;
            this.firstLife = firstLife;
            this.due = due;
        }

        String text() {
            return text;
        }

        boolean isDue(Instant now) {
            return due != null && !now.isBefore(due);
        }

        /** Whether a renewal gave as much as keeps it going. */
        boolean isWorth(Duration life) {
            return life.isZero() || life.multipliedBy(PARTS_WORTH_RENEWING).compareTo(firstLife) >= 0;
        }

        Token until(@Nullable Instant newDue) {
            return new Token(text, firstLife, newDue);
        }
    }
}
