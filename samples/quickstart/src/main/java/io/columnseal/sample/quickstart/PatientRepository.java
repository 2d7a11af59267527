package io.columnseal.sample.quickstart;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** Wards are not encrypted, so they can be searched. */
interface PatientRepository extends JpaRepository<Patient, Long> {

    List<Patient> findByWard(String ward);
}
