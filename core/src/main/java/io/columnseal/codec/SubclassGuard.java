package io.columnseal.codec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.util.NameTransformer;

/**
 * Makes Jackson refuse what it would otherwise leave out in silence. Where it goes by the declared type (elements of a
 * typed list, map, array or Optional), a subclass is written without the properties it adds, and they are lost.
 */
final class SubclassGuard extends ValueSerializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public List<BeanPropertyWriter> changeProperties(
            SerializationConfig config, BeanDescription.Supplier bean, List<BeanPropertyWriter> properties) {
        if (properties.isEmpty()) {
            return properties; // empty beans stay empty, and are refused as such
        }
        List<BeanPropertyWriter> guarded = new ArrayList<>(properties);
        guarded.add(new Guard(bean.getBeanClass()));
        return guarded;
    }

    /** In the place of a property: sees every bean that is written, and writes nothing. */
    private static final class Guard extends BeanPropertyWriter {

        private static final long serialVersionUID = 1L;

        private final Class<?> declared;

        Guard(Class<?> declared) {
            this.declared = declared;
        }

        @Override
        public void serializeAsProperty(Object bean, JsonGenerator generator, SerializationContext context) {
            requireNothingLeftOut(bean, context);
        }

        @Override
        public void serializeAsElement(Object bean, JsonGenerator generator, SerializationContext context) {
            requireNothingLeftOut(bean, context);
        }

        private void requireNothingLeftOut(Object bean, SerializationContext context) {
            if (bean.getClass() != declared && !names(declared, context).containsAll(names(bean.getClass(), context))) {
                context.reportMappingProblem("a subclass with properties of its own");
            }
        }

        private static Set<String> names(Class<?> type, SerializationContext context) {
            ValueSerializer<Object> serializer = context.findValueSerializer(type);
            Set<String> names = new HashSet<>();
            serializer.properties().forEachRemaining(property -> names.add(property.getName()));
            return names;
        }

        @Override
        public void fixAccess(SerializationConfig config) {
            // no member behind it
        }

        @Override
        public String getName() {
            return "";
        }

        @Override
        public BeanPropertyWriter rename(NameTransformer transformer) {
            return this;
        }

        @Override
        public boolean hasSerializer() {
            return true; // nothing to look up for it
        }

        @Override
        public boolean hasNullSerializer() {
            return true;
        }
    }
}
