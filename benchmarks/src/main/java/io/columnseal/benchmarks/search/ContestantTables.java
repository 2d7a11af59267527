package io.columnseal.benchmarks.search;

import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;

/** Tables named after their contestant, so that those of all contestants are in one database. */
final class ContestantTables extends PhysicalNamingStrategyStandardImpl {

    private final transient Contestant contestant;

    ContestantTables(Contestant contestant) {
        this.contestant = contestant;
    }

    /** The contestant's table of patients. */
    static String of(Contestant contestant) {
        return "patient_" + contestant.name();
    }

    @Override
    public Identifier toPhysicalTableName(Identifier name, JdbcEnvironment environment) {
        return Identifier.toIdentifier(of(contestant));
    }
}
