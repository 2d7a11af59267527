package io.columnseal.sample.kms.aws;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Clinics share one application and one database. */
@SpringBootApplication
public class ClinicsApplication {

    public static void main(String[] args) {
        SpringApplication.run(ClinicsApplication.class, args);
    }
}
