package io.columnseal.hibernate.compat;

import org.hibernate.mapping.Property;

/** Whether updates write a property of the boot model: called "updateable" before Hibernate 7.1. */
public final class BootProperty {

    private static final VersionedMethod IS_UPDATABLE =
            VersionedMethod.of(Property.class, 0, "isUpdatable", "isUpdateable");
    private static final VersionedMethod SET_UPDATABLE =
            VersionedMethod.of(Property.class, 1, "setUpdatable", "setUpdateable");

    private BootProperty() {}

    public static boolean isUpdatable(Property property) {
        return Boolean.TRUE.equals(IS_UPDATABLE.call(property));
    }

    public static void setUpdatable(Property property, boolean updatable) {
        SET_UPDATABLE.call(property, updatable);
    }
}
