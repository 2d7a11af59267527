/**
 * ColumnSeal in Spring Boot: with this module on the class path, {@code @Encrypted} attributes of the application's
 * entities are sealed, with the settings under {@code columnseal}.
 *
 * <p>What an application may replace by a bean of its own: {@link io.columnseal.kms.Kms},
 * {@link io.columnseal.key.DataKeyStore}, {@link io.columnseal.codec.CodecRegistry} and {@link io.columnseal.ColumnSeal}
 * itself. What it may add: {@link io.columnseal.TenantResolver}, any number of {@link io.columnseal.SealListener},
 * {@link io.columnseal.codec.ValueCodec} and {@link io.columnseal.spring.ColumnSealCustomizer}, and a
 * {@link javax.sql.DataSource} for the key tables, qualified by {@link io.columnseal.spring.ColumnSealDataSource}.
 *
 * <p>For use by applications: {@link io.columnseal.spring.EntityReencryption}, and the beans
 * {@link io.columnseal.hibernate.SealedColumns} and {@link io.columnseal.hibernate.SealedSchema}.
 *
 * <p>Keys are read and written on connections of their own, never on the application's pool: a transaction that is
 * rolled back cannot take a key with it, and a pool without a free connection cannot block one. Everything that reads
 * the key tables is created after Flyway, Liquibase or Spring's scripts have run, before the first
 * {@code EntityManagerFactory}, and closed after it.
 */
@NullMarked
package io.columnseal.spring;

import org.jspecify.annotations.NullMarked;
