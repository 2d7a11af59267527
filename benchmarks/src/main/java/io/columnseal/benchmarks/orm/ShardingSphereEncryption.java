package io.columnseal.benchmarks.orm;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.apache.shardingsphere.encrypt.config.EncryptRuleConfiguration;
import org.apache.shardingsphere.encrypt.config.rule.EncryptColumnItemRuleConfiguration;
import org.apache.shardingsphere.encrypt.config.rule.EncryptColumnRuleConfiguration;
import org.apache.shardingsphere.encrypt.config.rule.EncryptTableRuleConfiguration;
import org.apache.shardingsphere.infra.algorithm.core.config.AlgorithmConfiguration;
import org.apache.shardingsphere.single.config.SingleRuleConfiguration;

/** ShardingSphere's JDBC driver with its encrypt rule and built-in AES (electronic codebook, unauthenticated). */
final class ShardingSphereEncryption {

    private static final String ENCRYPTOR = "aes";
    private static final List<String> COLUMNS = List.of("ssn", "phone", "email", "insuranceNumber", "diagnosis");

    private ShardingSphereEncryption() {}

    static DataSource of(DataSource dataSource) throws Exception {
        List<EncryptColumnRuleConfiguration> columns = COLUMNS.stream()
                .map(column -> new EncryptColumnRuleConfiguration(
                        column, new EncryptColumnItemRuleConfiguration(column, ENCRYPTOR)))
                .toList();
        Properties algorithm = new Properties();
        algorithm.setProperty("aes-key-value", "0123456789abcdef");
        algorithm.setProperty("digest-algorithm-name", "SHA-256");
        EncryptRuleConfiguration encryption = new EncryptRuleConfiguration(
                List.of(new EncryptTableRuleConfiguration("patient", columns)),
                Map.of(ENCRYPTOR, new AlgorithmConfiguration("AES", algorithm)));
        return ShardingSphereDataSourceFactory.createDataSource(
                dataSource, List.of(encryption, new SingleRuleConfiguration(List.of("*.*"), null)), new Properties());
    }
}
