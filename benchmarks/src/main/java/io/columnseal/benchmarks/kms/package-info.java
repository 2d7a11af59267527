/** What our code adds to a call of the AWS SDK that unwraps or generates a data key. */
package io.columnseal.benchmarks.kms;
