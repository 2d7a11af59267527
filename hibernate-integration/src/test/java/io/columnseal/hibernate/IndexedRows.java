package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import java.sql.ResultSet;
import java.sql.Statement;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** What holds of all rows at all times, however they were written: beside a sealed value lies the index value of that value. */
public final class IndexedRows {

    private IndexedRows() {}

    /** Looks at every row of every indexed column. */
    public static void assertConsistent(SessionFactory factory) {
        for (SealedColumn column : SealedColumns.of(factory).list()) {
            for (IndexColumn index : column.indexes()) {
                assertConsistent(factory, column, index);
            }
        }
    }

    private static void assertConsistent(SessionFactory factory, SealedColumn column, IndexColumn index) {
        Class<?> entity = factory.unwrap(SessionFactoryImplementor.class)
                .getMappingMetamodel()
                .getEntityDescriptor(column.entity())
                .getMappedClass();
        SealedColumnAccess access = SealedColumns.of(factory).column(entity, column.attribute());
        String sql = "select " + column.column() + ", " + index.column() + " from " + column.table();
        factory.inSession(session -> session.doWork(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    Object value = access.open(rows.getBytes(1));
                    assertThat(rows.getBytes(2))
                            .as("index value in %s.%s beside %s", column.table(), index.column(), value)
                            .isEqualTo(indexValue(access, index, value));
                }
            }
        }));
    }

    private static byte[] indexValue(SealedColumnAccess access, IndexColumn index, Object value) {
        if (index.name().equals(IndexColumn.PREFIXES)) {
            return access.prefixValue((String) value);
        }
        if (index.isNext()) {
            return access.nextIndexValue(value);
        }
        return index.name().isEmpty() ? access.indexValue(value) : access.indexValue(index.name(), value);
    }
}
