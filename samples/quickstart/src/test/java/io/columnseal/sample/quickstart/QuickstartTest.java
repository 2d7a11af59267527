package io.columnseal.sample.quickstart;

import static io.columnseal.test.ColumnSealAssertions.assertThatColumn;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.cipher.SealedValue;
import io.columnseal.hibernate.SealedColumns;
import io.columnseal.key.KeyInfo;
import io.columnseal.reencrypt.ReencryptionReport;
import io.columnseal.sample.quickstart.PatientController.Admission;
import io.columnseal.sample.quickstart.PatientController.Search;
import jakarta.persistence.EntityManagerFactory;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

// One more clinic, whose key a test may rotate
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "quickstart.clinics=north,south,east")
class QuickstartTest {

    private static final Admission ADA =
            new Admission("Ada Winter", "123-45-6789", LocalDate.of(1985, 12, 10), "cardiology");

    @LocalServerPort
    private int port;

    @Autowired
    private DataSource dataSource;

    @Autowired
    private EntityManagerFactory entityManagerFactory;

    @Autowired
    private ColumnSeal seal;

    private RestClient north;
    private RestClient south;

    @BeforeEach
    void clients() {
        north = client("north");
        south = client("south");
    }

    private RestClient client(String clinic) {
        return RestClient.builder()
                .baseUrl("http://localhost:" + port + "/patients")
                .defaultHeader(CurrentClinic.HEADER, clinic)
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {})
                .build();
    }

    @Test
    void aClinicReadsItsPatientAndTheDatabaseHoldsCiphertext() {
        JsonNode admitted = admit(north, ADA);

        JsonNode patient = get(north, admitted.get("id").asLong());

        assertThat(patient.get("name").asString()).isEqualTo("Ada Winter");
        assertThat(patient.get("ssn").asString()).isEqualTo("123-45-6789");
        assertThat(patient.get("birthDate").asString()).isEqualTo("1985-12-10");
        assertThatColumn(dataSource, "patient", "name").isSealed();
        assertThatColumn(dataSource, "patient", "ssn").isSealed();
        assertThatColumn(dataSource, "patient", "birth_date").isSealed();
    }

    @Test
    void anotherClinicDoesNotSeeThePatient() {
        long id = admit(north, ADA).get("id").asLong();

        assertThat(get(south, id).get("status").asInt()).isEqualTo(404);
    }

    @Test
    void aRequestWithoutAClinicIsRefusedAndNothingIsStored() {
        RestClient nobody = RestClient.builder()
                .baseUrl("http://localhost:" + port + "/patients")
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {})
                .build();

        assertRefused(nobody, "none");
    }

    @Test
    void aRequestOfAnUnknownClinicIsRefusedAndNothingIsStored() {
        assertRefused(client("nroth"), "nroth");
    }

    private void assertRefused(RestClient client, String tenant) {
        assertThat(admit(client, ADA).get("status").asInt()).isEqualTo(400);
        assertThat(client.get()
                        .uri("/1")
                        .retrieve()
                        .toBodilessEntity()
                        .getStatusCode()
                        .value())
                .isEqualTo(400);
        assertThat(JdbcClient.create(dataSource)
                        .sql("select count(*) from patient where clinic = ?")
                        .param(tenant)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(seal.keys().history(tenant)).isEmpty();
    }

    @Test
    void valuesOfAClinicMoveToItsNewKeyWhileTheApplicationRuns() {
        long id = admit(client("east"), ADA).get("id").asLong();
        KeyInfo rotated = seal.keys().rotate("east", "j.doe", "quarterly rotation");

        ReencryptionReport report = reencrypt();

        assertThat(report.reencrypted()).isEqualTo(3);
        assertThat(report.complete()).isTrue();
        byte[] stored = JdbcClient.create(dataSource)
                .sql("select ssn from patient where id = ?")
                .param(id)
                .query(byte[].class)
                .single();
        assertThat(SealedValue.header(stored).orElseThrow().key()).isEqualTo(rotated.id());
        assertThat(get(client("east"), id).get("ssn").asString()).isEqualTo("123-45-6789");
    }

    @Test
    void aClinicFindsItsPatientBySocialSecurityNumber() {
        Admission grace = new Admission("Grace", "219-09-9999", LocalDate.of(1990, 11, 2), "oncology");
        long atNorth = admit(north, grace).get("id").asLong();
        long atSouth = admit(south, grace).get("id").asLong();

        assertThat(search(north, "219-09-9999")).containsExactly(atNorth);
        assertThat(search(south, "219 09 9999")).containsExactly(atSouth);
        assertThat(search(client("east"), "219-09-9999")).isEmpty();
        assertThat(search(north, "219-09-9998")).isEmpty();
    }

    @Test
    void aPatientIsFoundAfterTheClinicsKeyWasRotated() {
        Admission grace = new Admission("Grace", "457-55-5462", LocalDate.of(1990, 11, 2), "oncology");
        long before = admit(south, grace).get("id").asLong();
        seal.keys().rotate("south", "j.doe", "quarterly rotation");
        long after = admit(south, grace).get("id").asLong();
        assertThat(search(south, "457-55-5462")).containsExactlyInAnyOrder(before, after);

        assertThat(reencrypt().complete()).isTrue();

        assertThat(search(south, "457-55-5462")).containsExactlyInAnyOrder(before, after);
    }

    @Test
    void attributesThatAreNotEncryptedAreSearchedAsEver() {
        admit(south, new Admission("Vera", "987-65-4320", LocalDate.of(1971, 1, 9), "maternity"));

        JsonNode found = south.get()
                .uri(uri -> uri.queryParam("ward", "maternity").build())
                .retrieve()
                .body(JsonNode.class);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).get("name").asString()).isEqualTo("Vera");
    }

    private ReencryptionReport reencrypt() {
        return seal.reencryption(
                        dataSource, SealedColumns.of(entityManagerFactory).list())
                .run();
    }

    private static JsonNode admit(RestClient clinic, Admission admission) {
        return clinic.post()
                .contentType(MediaType.APPLICATION_JSON)
                .body(admission)
                .retrieve()
                .body(JsonNode.class);
    }

    private static List<Long> search(RestClient clinic, String ssn) {
        JsonNode found = clinic.post()
                .uri("/search")
                .contentType(MediaType.APPLICATION_JSON)
                .body(new Search(ssn))
                .retrieve()
                .body(JsonNode.class);
        return StreamSupport.stream(found.spliterator(), false)
                .map(patient -> patient.get("id").asLong())
                .toList();
    }

    private static JsonNode get(RestClient clinic, long id) {
        return clinic.get().uri("/{id}", id).retrieve().body(JsonNode.class);
    }
}
