package io.columnseal.sample.kms;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Started with {@code --spring.profiles.active=vault}, or {@code azure}, {@code gcp}, {@code pkcs11}. */
@SpringBootApplication
public class ClinicApplication {

    public static void main(String[] args) {
        SpringApplication.run(ClinicApplication.class, args);
    }
}
