package io.columnseal.hibernate.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.EncryptionSettings;
import io.columnseal.hibernate.H2Database;
import io.columnseal.hibernate.TestFactory;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.internal.MetadataImpl;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.junit.jupiter.api.Test;

class MappingCompletionTest {

    @Test
    void happensOnceSinceASecondFactoryWouldGoWithoutGuards() {
        try (ColumnSeal seal = TestFactory.seal();
                var registry = new StandardServiceRegistryBuilder()
                        .applySettings(new H2Database().create())
                        .applySetting(EncryptionSettings.INSTANCE, seal)
                        .build()) {
            MetadataImpl metadata = (MetadataImpl)
                    new MetadataSources(registry).addAnnotatedClass(Note.class).buildMetadata();
            var bootstrap = metadata.getBootstrapContext();

            assertThat(MappingCompletion.complete(metadata, bootstrap)).isPresent();
            assertThatThrownBy(() -> MappingCompletion.complete(metadata, bootstrap))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("build the Metadata");
        }
    }

    @Test
    void isEmptyWhereNothingIsEncrypted() {
        try (var registry = new StandardServiceRegistryBuilder()
                .applySettings(new H2Database().create())
                .build()) {
            MetadataImpl metadata = (MetadataImpl)
                    new MetadataSources(registry).addAnnotatedClass(Plain.class).buildMetadata();

            for (int i = 0; i < 2; i++) {
                assertThat(MappingCompletion.complete(metadata, metadata.getBootstrapContext()))
                        .isEmpty();
            }
        }
    }

    @Entity
    static class Note {
        @Id
        long id;

        @Encrypted String text;
    }

    @Entity
    static class Plain {
        @Id
        long id;
    }
}
