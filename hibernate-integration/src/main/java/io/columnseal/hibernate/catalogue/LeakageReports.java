package io.columnseal.hibernate.catalogue;

import io.columnseal.ConfigurationException;
import io.columnseal.InspectionException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.hibernate.internal.EncryptionService;
import io.columnseal.leakage.LeakageReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** Measures what blind indexes reveal on a connection of Hibernate's own. */
public final class LeakageReports {

    private LeakageReports() {}

    /**
     * @throws ConfigurationException if there are several databases
     * @throws InspectionException if the database refuses a query
     */
    public static LeakageReport of(SessionFactoryImplementor factory, List<SealedColumn> columns) {
        if (factory.getSessionFactoryOptions().isMultiTenancyEnabled()) {
            throw new ConfigurationException(
                    "SealedColumns.leakage",
                    "covers one database, but tenants have connections of their own (MultiTenantConnectionProvider). Call"
                            + " seal.leakage(dataSource, sealedColumns.list()) once for each database");
        }
        EncryptionService encryption = factory.getServiceRegistry().requireService(EncryptionService.class);
        JdbcConnectionAccess access = factory.getJdbcServices().getBootstrapJdbcConnectionAccess();
        try {
            Connection connection = access.obtainConnection();
            try {
                return encryption.seal().leakage(connection, columns);
            } finally {
                access.releaseConnection(connection);
            }
        } catch (SQLException e) {
            throw new InspectionException("let anybody connect", null, null, e.getSQLState(), e.getErrorCode());
        }
    }
}
