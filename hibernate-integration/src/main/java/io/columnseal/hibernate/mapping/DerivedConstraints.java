package io.columnseal.hibernate.mapping;

import java.lang.reflect.Field;
import java.util.List;
import org.hibernate.mapping.CheckConstraint;
import org.hibernate.mapping.Column;

/**
 * Takes back the check constraints that Bean Validation's {@code @Min}, {@code @Max} and the like put on the columns of
 * encrypted attributes: they hold for the value, not for its sealed form. Validation itself goes on as ever.
 *
 * <p>Hibernate derives them after every hook of a mapping, and offers no way to remove one; hence the reflection.
 */
final class DerivedConstraints {

    private DerivedConstraints() {}

    /**
     * @param declared the constraints that the application itself declared
     * @throws io.columnseal.UnsupportedMappingException if this Hibernate does not let them be removed
     */
    static void remove(BoundAttribute attribute, List<CheckConstraint> declared) {
        Column column = attribute.column();
        if (column.getCheckConstraints().size() == declared.size()) {
            return;
        }
        try {
            Field field = Column.class.getDeclaredField("checkConstraints");
            field.setAccessible(true);
            ((List<?>) field.get(column)).removeIf(constraint -> !declared.contains(constraint));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw attribute.refused(
                    "Bean Validation put a check constraint on the encrypted column",
                    "Set hibernate.validator.apply_to_ddl to false");
        }
    }
}
