package io.columnseal.benchmarks.report;

import java.util.List;

/**
 * Rows with the same labels under one title.
 *
 * @param title for people
 * @param rows in the order to be read
 */
public record Table(String title, List<Row> rows) {}
