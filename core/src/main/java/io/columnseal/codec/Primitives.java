package io.columnseal.codec;

import java.lang.invoke.MethodType;

/** Treats a primitive type as its wrapper, since values arrive as objects. */
final class Primitives {

    private Primitives() {}

    static Class<?> wrapper(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }
}
