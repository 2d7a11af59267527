package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class H2IndexedMappingsTest extends IndexedMappingsTest {

    @Override
    TestDatabase server() {
        return new H2Database();
    }

    /**
     * An upsert asks the column, not the property. Up to Hibernate 7.3 it leaves the attribute out altogether, and has none
     * for such entities on MariaDB.
     */
    @Test
    void whatAColumnDoesNotTakeItsIndexDoesNotTakeWithAnUpsertEither() {
        Fixed fixed = new Fixed();
        fixed.id = 2;
        fixed.born = "upserted";
        factory.inStatelessTransaction(session -> session.upsert(fixed));

        fixed.born = "astray";
        factory.inStatelessTransaction(session -> session.upsert(fixed));
        assertThat(find("Fixed", "e.born = 'upserted'")).isEqualTo(find("Fixed", "e.id = 2 and e.born is not null"));
        assertThat(find("Fixed", "e.born = 'astray'")).isEmpty();
    }
}
