package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.health.HealthFinding;
import io.columnseal.key.AccessLog;
import io.columnseal.key.Approval;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application that has the rights of the guide on audit and no more. */
class PostgresGrantsTest {

    private final DataSource owner = PostgresServer.dataSource();
    private final KeyTables tables = new KeyTables(owner);
    private final String prefix = JdbcStores.newPrefix();
    private final String role = prefix + "app";

    @AfterEach
    void dropRole() {
        tables.update("drop owned by " + role);
        tables.update("drop role " + role);
    }

    @Test
    void letAnApplicationWorkAndNotEditItsLog() throws IOException {
        JdbcStores.empty(owner, prefix);
        tables.update("create role " + role + " login");
        for (String grant : grantsOfTheGuide()) {
            tables.update(grant.replaceAll("\\b(master_|data_|columnseal_)", prefix + "$1")
                    .replace(" app", " " + role));
        }
        tables.update("alter table " + prefix + "master_key_access_log disable trigger append_only");
        try (HikariDataSource application = application();
                ColumnSeal seal = ColumnSeal.builder()
                        .environment(Environment.TEST)
                        .kms(new TestKms())
                        .keyStore(JdbcDataKeyStore.on(application).withTablePrefix(prefix))
                        .build()) {
            FieldContext ssn = FieldContext.of("clinic-1", "patient.ssn");
            byte[] sealed = seal.fields().encrypt(ssn, new byte[] {1});
            seal.keys().rotate("clinic-1", "j.doe", "quarterly");
            assertThat(seal.fields().decrypt(ssn, sealed)).containsExactly(1);
            Approval request =
                    seal.keys().approvals().request(KeyOperation.ROTATE, "clinic-1", null, "j.doe", "quarterly");
            assertThat(seal.keys()
                            .approvals()
                            .approve(request.id(), "a.smith", "as agreed")
                            .state())
                    .isEqualTo(Approval.State.APPROVED);

            assertThat(seal.audit().verify().findings()).isEmpty();
            assertThat(seal.health().findings())
                    .extracting(HealthFinding::kind)
                    .doesNotContain(HealthFinding.Kind.EDITABLE_LOG, HealthFinding.Kind.UNCHECKED);
        }
        assertThat(JdbcDataKeyStore.on(owner)
                        .withTablePrefix(prefix)
                        .accessLog()
                        .protection())
                .as("the owner may")
                .isEqualTo(AccessLog.Protection.EDITABLE);
    }

    private static List<String> grantsOfTheGuide() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "guides", "audit-and-health.md"));
        Matcher sql = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(guide);
        assertThat(sql.find()).isTrue();
        List<String> grants = Stream.of(sql.group(1).replaceAll("--.*", "").split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
        assertThat(grants).hasSize(5).allSatisfy(grant -> assertThat(grant).startsWith("grant "));
        return grants;
    }

    private HikariDataSource application() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(OwnTransactionsTest.urlOf(owner));
        config.setUsername(role);
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }
}
