/** Database servers of this process's own, for benchmarks of whole entities. */
package io.columnseal.benchmarks.database;
