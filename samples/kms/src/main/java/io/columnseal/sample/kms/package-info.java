/**
 * What an application writes whose master key lies in Vault, Azure Key Vault, Google Cloud KMS or an HSM: one dependency,
 * a few properties ({@code application-<type>.yaml}, a profile each), and no line of code.
 */
package io.columnseal.sample.kms;
