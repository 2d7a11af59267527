package io.columnseal.hibernate.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.catalogue.SealedColumn;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.SealedColumns;
import io.columnseal.hibernate.TestFactory;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.SessionFactory;
import org.hibernate.envers.Audited;
import org.hibernate.envers.NotAudited;
import org.junit.jupiter.api.Test;

class AuditedColumnsTest {

    @Test
    void listsTheColumnsOfAuditTablesUnderTheNamesTheyAreSealedFor() {
        try (SessionFactory factory =
                TestFactory.of(Patient.class, Address.class).build()) {
            List<SealedColumn> columns = SealedColumns.of(factory).list();

            Map<String, String> contexts = columns.stream()
                    .collect(Collectors.toMap(
                            column -> column.table() + column.keyColumns() + "." + column.column(),
                            SealedColumn::context));
            assertThat(contexts)
                    .containsOnly(
                            Map.entry("patient[id].ssn", "patient.ssn"),
                            Map.entry("patient_AUD[REV, id].ssn", "patient.ssn"),
                            Map.entry("homes[owner, kind].street", "homes.street"));
        }
    }

    @Embeddable
    static class Address {
        @Encrypted String street;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    @Audited
    static class Patient {
        @Id
        Long id;

        @Encrypted String ssn;

        @NotAudited
        @ElementCollection
        @CollectionTable(name = "homes", joinColumns = @JoinColumn(name = "owner"))
        @MapKeyColumn(name = "kind")
        @Column(name = "street")
        Map<String, Address> homes = new HashMap<>();
    }
}
