/**
 * What an application writes whose master key lies in AWS KMS: the dependency, two properties, and no key anywhere. One
 * clinic brought a key of its own; for it, a bean of type {@code Kms} and a {@code KekResolver}.
 */
package io.columnseal.sample.kms.aws;
