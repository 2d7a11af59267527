package io.columnseal.kms.pkcs11;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;

/** The JDK's sessions with tokens, which it has no API for. */
final class Sessions {

    private Sessions() {}

    /** Closes them behind the JDK's back, as an HSM does that restarts. */
    static void closeAll() throws ReflectiveOperationException {
        for (Object session : open()) {
            Object token = field(session, "token");
            Object library = field(token, "p11");
            Method close = library.getClass().getSuperclass() == Object.class
                    ? library.getClass().getDeclaredMethod("C_CloseSession", long.class)
                    : library.getClass().getSuperclass().getDeclaredMethod("C_CloseSession", long.class);
            close.setAccessible(true);
            try {
                close.invoke(library, field(session, "id"));
            } catch (ReflectiveOperationException e) {
                // It was closed already
            }
        }
    }

    /** How many the JDK holds. */
    static int count() throws ReflectiveOperationException {
        return open().size();
    }

    private static List<?> open() throws ReflectiveOperationException {
        Class<?> references = Class.forName("sun.security.pkcs11.SessionRef");
        for (Field field : references.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == Set.class) {
                field.setAccessible(true);
                Set<?> sessions = (Set<?>) field.get(null);
                synchronized (sessions) {
                    return List.copyOf(sessions);
                }
            }
        }
        throw new NoSuchFieldException("the JDK's sessions");
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}
