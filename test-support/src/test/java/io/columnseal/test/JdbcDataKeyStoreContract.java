package io.columnseal.test;

import io.columnseal.key.AccessLog;
import io.columnseal.key.DataKeyStore;
import java.util.List;
import javax.sql.DataSource;

/** The contract on a database. */
abstract class JdbcDataKeyStoreContract extends DataKeyStoreContract {

    private final String prefix = JdbcStores.newPrefix();
    private DataSource opened;

    abstract DataSource dataSource();

    @Override
    protected final DataKeyStore openEmptyStore() {
        opened = dataSource();
        return JdbcStores.empty(opened, prefix);
    }

    @Override
    protected final List<AccessLog.Entry> recordedUses() {
        return new KeyTables(opened).uses(prefix);
    }
}
