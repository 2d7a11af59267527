package io.columnseal;

import io.columnseal.catalogue.SealedColumn;
import io.columnseal.codec.CodecRegistry;
import io.columnseal.key.Keys;
import io.columnseal.reencrypt.Reencryption;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Field-level encryption for one application and its database: keys, field cipher, codecs. Built once, safe for use by
 * many threads, closed with the application; closing wipes the keys in memory. Several instances with different keys
 * live side by side.
 *
 * <pre>{@code
 * ColumnSeal seal = ColumnSeal.builder()
 *         .kms(LocalKms.fromHex(masterKey))
 *         .keyStore(JdbcDataKeyStore.on(keyDataSource))
 *         .build();
 * byte[] sealed = seal.fields().encrypt(FieldContext.of("clinic-1", "patient.ssn"), plaintext);
 * seal.keys().rotate("clinic-1", "j.doe", "quarterly rotation");
 * }</pre>
 */
public interface ColumnSeal extends AutoCloseable {

    /** Starts building an instance. */
    static ColumnSealBuilder builder() {
        return new ColumnSealBuilder();
    }

    /** Seals and opens single values without an ORM. */
    FieldCipher fields();

    /** Rotates keys and tells of them. */
    Keys keys();

    /**
     * Moves stored values to their tenant's active key, beside running applications. Nothing happens before {@link
     * Reencryption#run()}.
     *
     * @param dataSource the application's database, its primary
     * @param catalogue the columns that hold sealed values
     */
    Reencryption reencryption(DataSource dataSource, List<SealedColumn> catalogue);

    /** Codecs for Java types. */
    CodecRegistry codecs();

    Environment environment();

    /** The tenant of applications without tenancy, and of values shared by all tenants. */
    String defaultTenant();

    /** The resolver that was configured for applications whose persistence provider knows no tenant. */
    @Nullable TenantResolver tenantResolver();

    /** Wipes the keys in memory and closes what this instance opened itself. Operations fail from then on. */
    @Override
    void close();
}
