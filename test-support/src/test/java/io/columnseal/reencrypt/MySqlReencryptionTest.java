package io.columnseal.reencrypt;

import io.columnseal.test.MySqlServer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Tag("long")
@EnabledIfSystemProperty(named = MySqlServer.URL, matches = ".+")
class MySqlReencryptionTest extends ReencryptionIntegrationTest {

    @Override
    TestDatabase connect() {
        return new TestDatabase(MySqlServer.dataSource(), "longblob", "longtext");
    }

    @Override
    List<KeyKind> ownKeyKinds() {
        return List.of(
                new KeyKind("binary(16)", List.of("x'00'", "x'80ff'", "x'7f'")),
                new KeyKind("bigint unsigned", List.of("0", "9223372036854775808", "18446744073709551615")),
                new KeyKind("enum('b', 'a', 'c')", List.of("'a'", "'b'", "'c'")),
                new KeyKind("boolean", List.of("true", "false")),
                new KeyKind("tinyint(1)", List.of("-3", "0", "1", "2", "127")),
                new KeyKind("bit(1)", List.of("b'0'", "b'1'")),
                new KeyKind("bit(8)", List.of("1", "2", "255")),
                new KeyKind("year", List.of("1999", "2026", "2155")));
    }
}
