package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/** What Spring Boot prints about a context that did not start. */
final class StartupFailures {

    private StartupFailures() {}

    static FailureAnalysis of(AssertableApplicationContext context, Environment environment) {
        assertThat(context).hasFailed();
        return of(context.getStartupFailure(), environment);
    }

    static FailureAnalysis of(AssertableApplicationContext context) {
        return of(context, new StandardEnvironment());
    }

    static FailureAnalysis of(Throwable failure, Environment environment) {
        return SpringFactoriesLoader.forDefaultResourceLocation(StartupFailures.class.getClassLoader())
                .load(
                        FailureAnalyzer.class,
                        ArgumentResolver.of(Environment.class, environment),
                        FailureHandler.handleMessage(
                                // Analyzers of other modules that need more than an environment
                                (message, ignored) -> {}))
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing explains this failure", failure));
    }
}
