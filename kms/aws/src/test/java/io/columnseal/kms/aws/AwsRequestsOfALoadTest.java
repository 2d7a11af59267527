package io.columnseal.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KmsException;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.test.KmsFault;
import io.columnseal.test.kms.AwsKmsServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a service that is overloaded gets of one key that is needed: the client's attempts, and nobody's on top of them. */
class AwsRequestsOfALoadTest {

    private static final int ATTEMPTS = 3;
    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");

    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "FAILING"})
    void areAFewWhereTheServiceFails(KmsFault fault) {
        try (AwsKmsServer server = AwsKmsServer.start("eu-central-1");
                ColumnSeal seal = ColumnSeal.builder()
                        .environment(Environment.TEST)
                        .kms(Servers.client(server, server.createKey()).build())
                        .keyStore(new InMemoryDataKeyStore())
                        .build()) {
            int before = server.requests();
            server.meet(fault);

            assertThatThrownBy(() -> seal.fields().encrypt(SSN, new byte[9])).isInstanceOf(KmsException.class);

            assertThat(server.requests() - before).isBetween(2, ATTEMPTS);
        }
    }
}
