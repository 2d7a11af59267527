package io.columnseal;

/** Marks a {@link ColumnSealException} whose cause may pass by itself: the same call can succeed later. */
public interface Retryable {}
