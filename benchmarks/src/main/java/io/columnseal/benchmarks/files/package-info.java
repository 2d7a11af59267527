/** What sealing and opening a long text costs beside the bare cipher and Tink. */
package io.columnseal.benchmarks.files;
