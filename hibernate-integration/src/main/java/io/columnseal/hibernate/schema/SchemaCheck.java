package io.columnseal.hibernate.schema;

import io.columnseal.UnsupportedMappingException;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses to start on a database whose columns cannot store sealed values, after Hibernate made or changed them, and warns
 * of lookups that no database index serves.
 */
public final class SchemaCheck implements SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(SchemaCheck.class);

    private final transient List<RequiredColumn> required;

    public SchemaCheck(List<RequiredColumn> required) {
        this.required = List.copyOf(required);
    }

    /**
     * @throws UnsupportedMappingException for the first column that is too short or of the wrong type, or of a blind index
     *     and missing, or without the unique database index that it needs
     */
    @Override
    public void sessionFactoryCreated(SessionFactory factory) {
        SessionFactoryImplementor implementor = (SessionFactoryImplementor) factory;
        if (implementor.getSessionFactoryOptions().isMultiTenancyEnabled()) {
            // Every tenant has a database of its own, and none of them is known yet
            return;
        }
        SchemaInspection inspection = new SchemaInspection(implementor, required);
        for (SchemaFinding finding : inspection.findings()) {
            throw finding.refusal();
        }
        for (MissingIndex index : inspection.withoutIndex()) {
            if (index.column().unique()) {
                throw refusal(index);
            }
            LOG.warn(
                    "Column {} {}. {}; columnseal.schema-check=false switches this check off",
                    name(index.column()),
                    index.problem(),
                    index.remedy());
        }
    }

    private static UnsupportedMappingException refusal(MissingIndex index) {
        RequiredColumn column = index.column();
        return new UnsupportedMappingException(
                column.attribute().entity(),
                column.attribute().path(),
                "column " + name(column) + " " + index.problem(),
                index.remedy() + "; columnseal.schema-check=false switches this check off");
    }

    private static String name(RequiredColumn column) {
        return column.qualifiedTable() + "." + column.quotedColumn();
    }
}
