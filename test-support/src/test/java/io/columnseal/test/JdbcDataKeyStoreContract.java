package io.columnseal.test;

import io.columnseal.key.DataKeyStore;
import javax.sql.DataSource;

/** The contract on a database. */
abstract class JdbcDataKeyStoreContract extends DataKeyStoreContract {

    abstract DataSource dataSource();

    @Override
    protected final DataKeyStore openEmptyStore() {
        return JdbcStores.empty(dataSource());
    }
}
