package io.columnseal.sample.quickstart;

import java.time.LocalDate;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Patients of the clinic that the request names. */
@RestController
@RequestMapping("/patients")
class PatientController {

    private final PatientRepository patients;

    PatientController(PatientRepository patients) {
        this.patients = patients;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Patient admit(@RequestBody Admission admission) {
        return patients.save(new Patient(admission.name(), admission.ssn(), admission.birthDate(), admission.ward()));
    }

    @GetMapping("/{id}")
    Patient patient(@PathVariable Long id) {
        return patients.findById(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** Posted, since addresses of requests end up in logs; found with or without hyphens. */
    @PostMapping("/search")
    List<Patient> patientsWith(@RequestBody Search search) {
        return patients.findBySsn(search.ssn());
    }

    @GetMapping
    List<Patient> patientsOf(@RequestParam String ward) {
        return patients.findByWard(ward);
    }

    record Search(String ssn) {}

    record Admission(String name, String ssn, LocalDate birthDate, String ward) {}
}
