package io.columnseal.sample.kms.aws;

import static io.columnseal.test.ColumnSealAssertions.assertThatColumn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.TenantScope;
import io.columnseal.test.KmsFault;
import io.columnseal.test.kms.AwsKmsServer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application as it is, against AWS KMS on loopback. */
class ClinicsTest {

    private static AwsKmsServer server;
    private static ConfigurableApplicationContext application;
    private static String common;
    private static String stMarys;

    @BeforeAll
    static void start() {
        server = AwsKmsServer.start("eu-central-1");
        common = server.createKey();
        stMarys = server.createKey();
        System.setProperty("aws.accessKeyId", server.accessKeyId());
        System.setProperty("aws.secretAccessKey", server.secretAccessKey());
        application = SpringApplication.run(
                ClinicsApplication.class,
                "--KMS_KEY_ARN=" + common,
                "--ST_MARY_KMS_KEY_ARN=" + stMarys,
                "--columnseal.kms.aws.endpoint=" + server.endpoint());
    }

    @AfterAll
    static void stop() {
        application.close();
        server.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @AfterEach
    void recover() {
        server.recover();
    }

    @Test
    void readsBackWhatTheDatabaseHoldsSealed() {
        Long id = admit("north", "123-45-6789");

        assertThat(ssn("north", id)).isEqualTo("123-45-6789");
        assertThatColumn(application.getBean(DataSource.class), "patient", "ssn")
                .isSealed();
        assertThat(server.trail())
                .anySatisfy(entry -> assertThat(entry.context()).containsEntry("tenant", "north"));
    }

    @Test
    void wrapsTheKeyOfTheClinicThatBroughtOneUnderThat() {
        admit("north", "123-45-6789");
        admit("st-mary", "219-09-9999");

        assertThat(kekOf("north")).isEqualTo(common);
        assertThat(kekOf("st-mary")).isEqualTo(stMarys);
    }

    @Test
    void makesNoKeyWhileTheMasterKeyIsDisabled() {
        server.meet(KmsFault.DISABLED);

        assertThatThrownBy(() -> admit("new", "457-55-5462"))
                .hasStackTraceContaining(KmsKeyDisabledException.class.getSimpleName());
    }

    private static String kekOf(String clinic) {
        return application
                .getBean(ColumnSeal.class)
                .keys()
                .history(clinic)
                .get(0)
                .kekId();
    }

    private static Long admit(String clinic, String ssn) {
        return TenantScope.call(clinic, () -> patients().save(new Patient(ssn)).getId());
    }

    private static String ssn(String clinic, Long id) {
        return TenantScope.call(
                clinic, () -> patients().findById(id).orElseThrow().getSsn());
    }

    private static PatientRepository patients() {
        return application.getBean(PatientRepository.class);
    }
}
