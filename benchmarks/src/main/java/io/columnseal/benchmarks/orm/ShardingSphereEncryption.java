package io.columnseal.benchmarks.orm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.yaml.YamlShardingSphereDataSourceFactory;

/** ShardingSphere's JDBC driver with its encrypt rule and built-in AES (electronic codebook, unauthenticated). */
final class ShardingSphereEncryption {

    private static final String RULES = """
            rules:
            - !SINGLE
              tables:
              - "*.*"
            - !ENCRYPT
              tables:
                patient:
                  columns:
                    ssn: { cipher: { name: ssn, encryptorName: aes } }
                    phone: { cipher: { name: phone, encryptorName: aes } }
                    email: { cipher: { name: email, encryptorName: aes } }
                    insuranceNumber: { cipher: { name: insuranceNumber, encryptorName: aes } }
                    diagnosis: { cipher: { name: diagnosis, encryptorName: aes } }
              encryptors:
                aes:
                  type: AES
                  props:
                    aes-key-value: 0123456789abcdef
                    digest-algorithm-name: SHA-256
            """;

    private ShardingSphereEncryption() {}

    static DataSource of(DataSource dataSource) throws IOException, SQLException {
        return YamlShardingSphereDataSourceFactory.createDataSource(dataSource, RULES.getBytes(StandardCharsets.UTF_8));
    }
}
