package io.columnseal.benchmarks.startup;

import java.util.ArrayList;
import java.util.List;

/** The source text of a model of 400 entities, all variants of which differ in annotations only. */
final class EntitySources {

    static final int ENTITIES = 400;
    static final int ENCRYPTED_ATTRIBUTES = 60;
    static final String PACKAGE = "io.columnseal.benchmarks.startup.model";

    private EntitySources() {}

    /** Names of all entity classes, with their package. */
    static List<String> classNames() {
        List<String> names = new ArrayList<>();
        for (int number = 0; number < ENTITIES; number++) {
            names.add(String.format("%s.Entity%03d", PACKAGE, number));
        }
        return names;
    }

    /** The source of an entity; the encrypted ones are spread evenly. */
    static String source(int number, Variant variant) {
        boolean chosen = number * ENCRYPTED_ATTRIBUTES / ENTITIES != (number + 1) * ENCRYPTED_ATTRIBUTES / ENTITIES;
        String encrypted = chosen && variant.annotated() ? "@io.columnseal.hibernate.Encrypted " : "";
        String parent = number == 0
                ? ""
                : String.format("@ManyToOne(fetch = FetchType.LAZY) Entity%03d parent;", (number - 1) / 2);
        return """
            package %1$s;

            import jakarta.persistence.*;

            @Entity
            @Table(name = "entity_%2$03d")
            public class Entity%2$03d {
                @Id @GeneratedValue(strategy = GenerationType.SEQUENCE) Long id;
                @Version int version;
                @Column(length = 40, nullable = false) String name;
                @Column(length = 200) String description;
                @Column(precision = 12, scale = 2) java.math.BigDecimal amount;
                boolean active;
                java.time.Instant createdAt;
                java.time.LocalDate validFrom;
                @Enumerated(EnumType.STRING) @Column(length = 10) java.time.DayOfWeek weekday;
                java.util.UUID reference;
                %3$s@Column(length = 60) String sensitive;
                %4$s
            }
            """.formatted(PACKAGE, number, encrypted, parent);
    }
}
