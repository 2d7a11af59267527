package io.columnseal.spring;

import io.columnseal.QueryRefusedException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a repository's query that cannot work on what is encrypted. */
final class QueryRefusedFailureAnalyzer extends AbstractFailureAnalyzer<QueryRefusedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, QueryRefusedException cause) {
        return new FailureAnalysis(
                "A query uses an encrypted attribute where it cannot be used:\n\n    " + wrapperOf(cause, rootFailure),
                "Change the query as the description says. To start without the methods that are refused, set"
                        + " columnseal.query-check=warn: they are refused when they are called.",
                cause);
    }

    /** The message of what wraps the refusal names the method; there need not be a wrapper. */
    private static String wrapperOf(QueryRefusedException refused, Throwable rootFailure) {
        Throwable failure = rootFailure;
        while (failure.getCause() != null && failure.getCause() != refused) {
            failure = failure.getCause();
        }
        String message = failure.getCause() == refused ? failure.getMessage() : null;
        return message == null ? String.valueOf(refused.getMessage()) : message;
    }
}
