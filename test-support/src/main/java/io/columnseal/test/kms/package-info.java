/**
 * Key management services on loopback, which speak the protocol of the real ones to their real clients, and refuse what
 * those refuse: for tests without an account, a network or a bill. The keys are real, live in memory and end with the
 * server. Never to be used for anything but tests: nothing protects these keys.
 *
 * <p>Each server is a {@link io.columnseal.test.KmsService}, so a test can have it fail.
 */
@NullMarked
package io.columnseal.test.kms;

import org.jspecify.annotations.NullMarked;
