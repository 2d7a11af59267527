package io.columnseal.hibernate;

import io.columnseal.hibernate.mapping.BlindIndexesBinder;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.hibernate.annotations.AttributeBinderType;

/** Several {@link BlindIndex} on one attribute. The compiler makes it of them. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@AttributeBinderType(binder = BlindIndexesBinder.class)
public @interface BlindIndexes {

    BlindIndex[] value();
}
