package io.columnseal.index;

import io.columnseal.UnsupportedMappingException;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;

/** Creates the normalizers that an index names. */
final class Normalizers {

    private Normalizers() {}

    /** @throws UnsupportedMappingException if one cannot be created */
    static List<Normalizer> of(IndexedValues values) {
        List<Normalizer> normalizers = new ArrayList<>();
        values.normalizers().forEach(type -> normalizers.add(create(type, values)));
        return normalizers;
    }

    private static Normalizer create(Class<? extends Normalizer> type, IndexedValues values) {
        try {
            Constructor<? extends Normalizer> constructor = type.getConstructor();
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedMappingException(
                    values.entity(),
                    values.attribute(),
                    "the normalizer " + type.getName() + " cannot be created",
                    "Make it a public class with a public constructor without parameters that throws nothing");
        }
    }
}
