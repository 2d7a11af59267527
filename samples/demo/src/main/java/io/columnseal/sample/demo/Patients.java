package io.columnseal.sample.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** The people of the demo; none of them exists. */
final class Patients {

    static final String NORTH = "north-clinic";
    static final String SOUTH = "south-clinic";

    /** Stored in the clear on purpose. */
    static final String CONTROL = "Port-Mallory-4471";

    private static final String KNOWN_TO_BOTH = "123-45-6789";

    static final SortedMap<String, List<Patient>> NAMED = new TreeMap<>();

    static {
        NAMED.put(
                NORTH,
                List.of(
                        new Patient(1, KNOWN_TO_BOTH, LocalDate.of(1958, 3, 14), "hypertension", CONTROL),
                        new Patient(2, "219-09-9999", LocalDate.of(1990, 11, 2), "asthma", null),
                        new Patient(3, "457-55-5462", LocalDate.of(2003, 7, 30), "fractured wrist", null)));
        NAMED.put(
                SOUTH,
                List.of(
                        new Patient(4, "987-65-4320", LocalDate.of(1971, 1, 9), "migraine", null),
                        new Patient(5, "078-05-1120", LocalDate.of(1986, 5, 21), "type 2 diabetes", null),
                        new Patient(6, KNOWN_TO_BOTH, LocalDate.of(1958, 3, 14), "sleep apnea", null)));
    }

    static final int NAMED_COUNT = 6;

    private static final int MORE = 3000;

    private Patients() {}

    /** One person is a patient of either clinic, which cannot know of it. */
    static Patient knownToBoth(String clinic) {
        return NAMED.get(clinic).stream()
                .filter(patient -> patient.ssn.equals(KNOWN_TO_BOTH))
                .findFirst()
                .orElseThrow();
    }

    /** A crowd, so that a re-encryption has something to do. */
    static List<Patient> more() {
        return LongStream.rangeClosed(NAMED_COUNT + 1L, NAMED_COUNT + MORE)
                .mapToObj(id -> new Patient(
                        id,
                        String.format("900-%02d-%04d", id % 100, id),
                        LocalDate.ofEpochDay(id),
                        "annual check-up",
                        null))
                .toList();
    }
}
