package io.columnseal.sample.quickstart;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** Wards are not encrypted; social security numbers are, and have an index: both are searched alike. */
interface PatientRepository extends JpaRepository<Patient, Long> {

    List<Patient> findByWard(String ward);

    List<Patient> findBySsn(String ssn);
}
