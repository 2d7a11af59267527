/**
 * The state of the keys and of the access log, as findings with a severity, a message and an action: what to alert on.
 *
 * <pre>{@code
 * KeyHealth health = seal.health();
 * health.findings().forEach(finding -> alert(finding.severity(), finding.message(), finding.action()));
 * }</pre>
 *
 * <p>Ages and windows are judged by the clock of the instance, against {@link io.columnseal.health.HealthSettings}.
 */
@NullMarked
package io.columnseal.health;

import org.jspecify.annotations.NullMarked;
