package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.Retryable;
import io.columnseal.key.InMemoryDataKeyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs the code of docs/guides/outages.md. */
class OutagesGuideTest {

    private int answer;

    @Test
    void aCallerIsToldWhatMayPass() {
        FaultyKms kms = new FaultyKms(new TestKms());
        try (ColumnSeal seal = seal(kms)) {
            List<String> tenants = List.of("clinic-1", "clinic-2");
            seal.prefetch(tenants); // some eight round trips to the KMS in place of 500

            Patients patients = patient -> {
                byte[] unused = seal.fields().encrypt(FieldContext.of(patient, "patient.ssn"), new byte[9]);
            };
            kms.meet(KmsFault.DISCONNECTED);
            save(patients, "clinic-1");
            assertThat(answer).as("of a key in memory").isZero();
            save(patients, "clinic-3");
            assertThat(answer).isEqualTo(503);
        }
    }

    private static ColumnSeal seal(FaultyKms kms) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(new InMemoryDataKeyStore())
                .build();
    }

    @Test
    void aScheduleOfFaultsIsMet() {
        FaultyKms kms = new FaultyKms(new TestKms());
        ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(new InMemoryDataKeyStore())
                .build();
        kms.meet(KmsFault.THROTTLED, 0.3); // three calls of ten
        kms.meet(KmsFault.DISCONNECTED); // all of them
        kms.answerAfter(Duration.ofMillis(500)); // slowly
        kms.recover();

        assertThat(seal.fields().encrypt(FieldContext.of("clinic-1", "patient.ssn"), new byte[9]))
                .isNotEmpty();
        seal.close();
    }

    private void save(Patients patients, String patient) {
        try {
            patients.save(patient);
        } catch (ColumnSealException e) {
            if (e instanceof Retryable) {
                answerWith(503);
            } else {
                throw e;
            }
        }
    }

    private void answerWith(int status) {
        answer = status;
    }

    private interface Patients {
        void save(String patient);
    }

    @Test
    void everyExampleOfTheGuideIsOneThatRunsHere() throws IOException {
        String source = withoutBlanks(
                Files.readString(Path.of("src", "test", "java", "io", "columnseal", "test", "OutagesGuideTest.java")));

        assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of("..", "docs", "guides", "outages.md")))
                        .results()
                        .map(block -> withoutBlanks(block.group(1))))
                .hasSize(3)
                .allSatisfy(example -> assertThat(source).contains(example));
    }

    private static String withoutBlanks(String code) {
        return code.replaceAll("\\s+", "");
    }
}
