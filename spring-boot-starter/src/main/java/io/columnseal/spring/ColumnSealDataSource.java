package io.columnseal.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Marks the {@link javax.sql.DataSource} bean that keys are read and written through, used as it is and closed by the
 * application. It must reach the primary, and must not be the pool of the application's transactions. Best declared with
 * {@code defaultCandidate = false}, so that nothing else takes it for the application's:
 *
 * <pre>{@code
 * @Bean(defaultCandidate = false)
 * @ColumnSealDataSource
 * HikariDataSource keyDataSource() { … }
 * }</pre>
 */
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Qualifier public @interface ColumnSealDataSource {}
