/**
 * The command {@code columnseal}: what operators do with keys, stored values and files, without the application's classes.
 *
 * <pre>
 * {@code ColumnSealCommand → a command → Deployment (settings, key store, ColumnSeal) → Listing}
 * </pre>
 *
 * <p>A command reads its settings from the environment and a file, never secrets from its arguments; acts as the database
 * user that it connected as; writes results to the standard output, as a table or as JSON, and all else to the standard
 * error; and ends with a {@link io.columnseal.cli.ExitCode}. See {@code docs/guides/command-line.md}.
 */
@NullMarked
package io.columnseal.cli;

import org.jspecify.annotations.NullMarked;
