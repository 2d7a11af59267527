package io.columnseal.audit;

import io.columnseal.key.LogHead;
import java.nio.file.Path;

/**
 * Entries of the access log that were written to a file and may be removed from the table.
 *
 * @param file where they are, one on each line
 * @param first number of the first
 * @param head the last of them
 */
public record AuditArchive(Path file, long first, LogHead head) {}
