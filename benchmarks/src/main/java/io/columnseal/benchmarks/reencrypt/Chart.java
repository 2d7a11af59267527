package io.columnseal.benchmarks.reencrypt;

import io.columnseal.hibernate.Encrypted;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.LocalDate;

/** A table of 15 columns, of which five are sealed texts of 60 characters. */
@Entity
public class Chart {

    private static final int SEALED_LENGTH = 60;

    @Id
    Integer id;

    @Encrypted String history;

    @Encrypted String diagnosis;

    @Encrypted String medication;

    @Encrypted String allergies;

    @Encrypted String contact;

    String ward;

    String bed;

    String physician;

    String nurse;

    String status;

    LocalDate admitted;

    LocalDate discharged;

    Integer visits;

    Integer priority;

    Chart() {}

    Chart(int number) {
        this.id = number;
        this.history = text("history", number);
        this.diagnosis = text("diagnosis", number);
        this.medication = text("medication", number);
        this.allergies = text("allergies", number);
        this.contact = text("contact", number);
        this.ward = "ward " + number % 20;
        this.bed = "bed " + number % 400;
        this.physician = "physician " + number % 50;
        this.nurse = "nurse " + number % 90;
        this.status = number % 3 == 0 ? "discharged" : "admitted";
        this.admitted = LocalDate.of(2026, 1, 1).plusDays(number % 300);
        this.discharged = admitted.plusDays(number % 14);
        this.visits = number % 10;
        this.priority = number % 5;
    }

    /** Makes a managed one dirty; its values alone, which are what they were, would not be written. */
    void touch() {
        priority++;
    }

    private static String text(String kind, int number) {
        String text = kind + " of patient " + number + " ";
        return text + "x".repeat(SEALED_LENGTH - text.length());
    }
}
