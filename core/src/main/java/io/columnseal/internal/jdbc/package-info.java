/** What the tables beside the keys have in common: own transactions, typed errors without values, scripts. No API. */
@NullMarked
package io.columnseal.internal.jdbc;

import org.jspecify.annotations.NullMarked;
