package io.columnseal.hibernate.mapping;

import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Map;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.property.access.spi.Getter;
import org.hibernate.property.access.spi.PropertyAccess;
import org.hibernate.property.access.spi.PropertyAccessStrategy;
import org.hibernate.property.access.spi.Setter;
import org.jspecify.annotations.Nullable;

/**
 * Access to a property whose value is none of the entity's: it reads as one that is not fetched, so that Hibernate never
 * finds it changed, and ignores what is written to it. What is stored {@link IndexWrites} says.
 */
final class IndexPropertyAccess implements PropertyAccessStrategy, PropertyAccess, Getter, Setter {

    private static final long serialVersionUID = 1L;

    private final Class<?> type;

    /** @param type of the property */
    IndexPropertyAccess(Class<?> type) {
        this.type = type;
    }

    @Override
    public PropertyAccess buildPropertyAccess(Class<?> container, String property, boolean setterRequired) {
        return this;
    }

    @Override
    public PropertyAccessStrategy getPropertyAccessStrategy() {
        return this;
    }

    @Override
    public Getter getGetter() {
        return this;
    }

    @Override
    public Setter getSetter() {
        return this;
    }

    @Override
    public Object get(Object owner) {
        return LazyPropertyInitializer.UNFETCHED_PROPERTY;
    }

    @Override
    public Object getForInsert(Object owner, Map<Object, Object> merged, SharedSessionContractImplementor session) {
        return get(owner);
    }

    @Override
    public void set(Object target, @Nullable Object value) {
        // There is nothing to keep it in
    }

    @Override
    public Class<?> getReturnTypeClass() {
        return type;
    }

    @Override
    public Type getReturnType() {
        return type;
    }

    @Override
    public @Nullable Member getMember() {
        return null;
    }

    @Override
    public @Nullable String getMethodName() {
        return null;
    }

    @Override
    public @Nullable Method getMethod() {
        return null;
    }
}
