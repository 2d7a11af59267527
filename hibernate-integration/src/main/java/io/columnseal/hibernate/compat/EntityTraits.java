package io.columnseal.hibernate.compat;

import org.hibernate.generator.Generator;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** What Hibernate 7.2 and later ask an entity's persister for, and earlier versions its {@code EntityMetamodel}. */
public final class EntityTraits {

    private static final boolean DIRECT = VersionedMethod.exists(EntityPersister.class, "getGenerators");
    private static final @Nullable VersionedMethod METAMODEL =
            DIRECT ? null : VersionedMethod.of(EntityPersister.class, 0, "getEntityMetamodel");
    private static final VersionedMethod GENERATORS = VersionedMethod.of(owner(), 0, "getGenerators");

    private EntityTraits() {}

    /** By position of the attribute; null where nothing generates it. */
    public static @Nullable Generator[] generators(EntityPersister persister) {
        return (Generator[]) required(GENERATORS.call(holder(persister)));
    }

    private static Object holder(EntityPersister persister) {
        return METAMODEL == null ? persister : required(METAMODEL.call(persister));
    }

    private static Class<?> owner() {
        if (DIRECT) {
            return EntityPersister.class;
        }
        try {
            return EntityPersister.class.getMethod("getEntityMetamodel").getReturnType();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("this version of Hibernate is not supported", e);
        }
    }

    private static Object required(@Nullable Object value) {
        if (value == null) {
            throw new IllegalStateException("an entity of Hibernate's lacks a part of its description");
        }
        return value;
    }
}
