package io.columnseal.hibernate.compat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A public method of Hibernate's whose name, result or declaring class is another one in some versions. */
final class VersionedMethod {

    private final MethodHandle handle;
    private final Class<?> result;

    private VersionedMethod(Method method) {
        this.handle = handle(method);
        this.result = method.getReturnType();
    }

    /**
     * @param owner the class that declares or inherits it
     * @param parameters how many it takes
     * @param names what it is called, the newest name first
     * @throws IllegalStateException if this version has none of them
     */
    static VersionedMethod of(Class<?> owner, int parameters, String... names) {
        for (String name : names) {
            for (Method method : owner.getMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == parameters && !method.isBridge()) {
                    return new VersionedMethod(method);
                }
            }
        }
        throw new IllegalStateException(owner.getName() + " has none of the methods " + Arrays.toString(names)
                + ": this version of Hibernate is not supported");
    }

    /**
     * A method that is not public in all versions.
     *
     * @throws IllegalStateException if this version does not have it
     */
    static VersionedMethod hidden(Class<?> owner, String name, Class<?>... parameters) {
        try {
            Method method = owner.getDeclaredMethod(name, parameters);
            method.setAccessible(true);
            return new VersionedMethod(method);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(
                    owner.getName() + " has no method " + name + ": this version of Hibernate is not supported", e);
        }
    }

    static boolean exists(Class<?> owner, String name) {
        return Arrays.stream(owner.getMethods())
                .anyMatch(method -> method.getName().equals(name));
    }

    private static MethodHandle handle(Method method) {
        try {
            MethodHandle handle = MethodHandles.publicLookup().unreflect(method);
            return handle.asType(handle.type().generic());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " cannot be called", e);
        }
    }

    /** The declared class of what it returns, which may have methods of the same kind. */
    Class<?> result() {
        return result;
    }

    @Nullable Object call(Object target) {
        try {
            return (Object) handle.invokeExact(target);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    @Nullable Object call(Object target, @Nullable Object argument) {
        try {
            return (Object) handle.invokeExact(target, argument);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    @Nullable Object call(Object target, @Nullable Object first, @Nullable Object second) {
        try {
            return (Object) handle.invokeExact(target, first, second);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException exception
                ? exception
                : new IllegalStateException("a method of Hibernate's failed", thrown);
    }
}
