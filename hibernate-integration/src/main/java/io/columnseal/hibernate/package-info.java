/**
 * Encrypted attributes of Hibernate entities. {@link io.columnseal.hibernate.Encrypted} on an attribute is all there is
 * to write:
 *
 * <pre>{@code
 * @Entity class Patient {
 *     @Id @GeneratedValue Long id;
 *     @TenantId String tenant;
 *     @Encrypted @BlindIndex String ssn;
 *     @Encrypted LocalDate birthDate;
 * }
 * }</pre>
 *
 * <p>With {@link io.columnseal.hibernate.BlindIndex} queries find an attribute by its value as if it were plain; every other
 * use of an encrypted attribute that needs the plaintext is refused.
 *
 * <p>Columns, the second-level, collection and query caches and Envers' audit tables hold ciphertext; entities hold
 * plaintext; nothing prints it. The {@link io.columnseal.ColumnSeal} that seals comes from the setting
 * {@value io.columnseal.hibernate.EncryptionSettings#INSTANCE}, an instance in the settings map, or is built from
 * {@code columnseal.*} properties. Two factories with different keys live side by side in one JVM.
 *
 * <p>Data path: {@code type.EncryptedType} (attribute to relational value), {@code codec.ValueCodec} (value to bytes),
 * {@link io.columnseal.FieldCipher} (bytes to sealed bytes). The mapping is prepared by {@code mapping.EncryptedBinder}
 * and checked, with one class for each family of mistakes, before the first session opens.
 *
 * <p>A bulk statement ({@code update … set ssn = :ssn}) seals its parameter once: the rows it writes hold equal bytes until
 * they are written again.
 *
 * <p>What this does not see: native SQL, stored procedures, database views and JDBC beside Hibernate read and write the
 * column as it is.
 */
@NullMarked
package io.columnseal.hibernate;

import org.jspecify.annotations.NullMarked;
