/**
 * Measures what blind indexes reveal to whoever reads the database without keys: which rows of a tenant hold equal values.
 *
 * <pre>{@code
 * LeakageReport report = seal.leakage(dataSource, catalogue);
 * report.findings().forEach(finding -> log.warn("{}", finding));
 * }</pre>
 *
 * <p>A value's hash is another one in every tenant, index and INDEX key, so only hashes of one tenant under one key can be
 * compared. These are counted by themselves, never together: 500 tenants with two values each are not 1,000 values. The
 * database counts and adds up; it sends one row of figures for each tenant and key, and no value or hash leaves it. What
 * is found weak becomes a finding that says what to do; {@link io.columnseal.leakage.LeakageFinding.Kind} says from when
 * on and why.
 */
@NullMarked
package io.columnseal.leakage;

import org.jspecify.annotations.NullMarked;
