/**
 * Data keys wrapped with AWS Key Management Service.
 *
 * <pre>{@code
 * Kms kms = AwsKms.builder("arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab").build();
 * }</pre>
 *
 * <p>Region and credentials come from the SDK's usual chain. The key is symmetric; the caller needs {@code
 * kms:GenerateDataKey} and {@code kms:Decrypt} on it, for rewrapping also {@code kms:Encrypt}, {@code kms:ReEncryptFrom}
 * and {@code kms:ReEncryptTo}. {@code kms:DescribeKey} is optional. The encryption context of each data key is bound by
 * the service and stands in CloudTrail.
 */
@NullMarked
package io.columnseal.kms.aws;

import org.jspecify.annotations.NullMarked;
