package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What takes two people is done by two database users. */
class TwoPeopleCommandTest {

    private final ClinicDatabase clinic = new ClinicDatabase();

    @BeforeEach
    void create() {
        clinic.addPatients(1);
        clinic.execute("create user boss password 'x' admin");
        clinic.environment().put("COLUMNSEAL_DUAL_CONTROL_OPERATIONS", "rotate-all,rotate,rewrap,open-value");
    }

    @AfterEach
    void close() {
        clinic.close();
    }

    @Test
    void doesOnceWhatASecondUserApproved() {
        Run refused = clinic.run("keys", "rotate", "--tenant", ClinicDatabase.TENANT, "--reason", "yearly");
        assertThat(refused.code()).isEqualTo(ExitCode.NOT_ALLOWED);
        assertThat(refused.err()).contains("columnseal keys request");

        Run request = clinic.run(
                "keys", "request", "rotate", "--tenant", ClinicDatabase.TENANT, "--reason", "yearly", "--json");
        assertThat(request.code()).as(request.err()).isZero();
        String id = request.only("id");
        assertThat(clinic.run("keys", "approve", id, "--reason", "fine").code()).isEqualTo(ExitCode.NOT_ALLOWED);
        assertThat(boss("keys", "requests", "--json").only("reason")).isEqualTo("yearly");
        Run approved = boss("keys", "approve", id, "--reason", "as agreed", "--json");
        assertThat(approved.only("state")).isEqualTo("APPROVED");

        assertThat(boss("keys", "rotate", "--tenant", ClinicDatabase.TENANT, "--reason", "yearly")
                        .code())
                .isEqualTo(ExitCode.NOT_ALLOWED);
        assertThat(clinic.run("keys", "rotate", "--tenant", ClinicDatabase.TENANT, "--reason", "yearly")
                        .code())
                .isZero();
        assertThat(clinic.run("keys", "rotate", "--tenant", ClinicDatabase.TENANT, "--reason", "yearly")
                        .code())
                .isEqualTo(ExitCode.NOT_ALLOWED);
    }

    @Test
    void doesNothingThatASecondUserRejected() {
        Run request = clinic.run("keys", "request", "rotate-all", "--reason", "yearly", "--json");

        Run rejected = boss("keys", "reject", request.only("id"), "--reason", "not now", "--json");

        assertThat(rejected.only("state")).isEqualTo("REJECTED");
        assertThat(boss("keys", "requests", "--json").records()).isEmpty();
        assertThat(clinic.run("keys", "rotate-all", "--reason", "yearly").code())
                .isEqualTo(ExitCode.NOT_ALLOWED);
    }

    @Test
    void requestsWhatTheRefusalSays() {
        Run refused = clinic.run("keys", "rewrap", "--reason", "new master key");
        assertThat(clinic.run("keys", "request", "rewrap", "--reason", "x").code())
                .isEqualTo(ExitCode.USAGE);

        String subject = refused.err().replaceAll("(?s).*REWRAP \\(([^)]*)\\).*", "$1");
        Run request = clinic.run("keys", "request", "rewrap", "--subject", subject, "--reason", "x", "--json");
        boss("keys", "approve", request.only("id"), "--reason", "as agreed");

        assertThat(clinic.run("keys", "rewrap", "--reason", "new master key").code())
                .isZero();
        assertThat(clinic.run("keys", "request", "no-such", "--reason", "x").code())
                .isEqualTo(ExitCode.USAGE);
    }

    /** The refusal names a tenant and a key. */
    @Test
    void showsTheValueThatWasAskedFor() {
        String sealed = clinic.query("select rawtohex(ssn) from patient").get(0);
        String[] open = {
            "inspect",
            sealed,
            "--open",
            "--tenant",
            ClinicDatabase.TENANT,
            "--context",
            "patient.ssn",
            "--reason",
            "4711"
        };
        Matcher refused = Pattern.compile("OPEN_VALUE of data key (\\w+) of tenant (\\S+) \\(([^)]*)\\) is refused")
                .matcher(clinic.run(open).err());
        assertThat(refused.find()).isTrue();

        String[] request = {
            "keys",
            "request",
            "open-value",
            "--key",
            refused.group(1),
            "--tenant",
            refused.group(2),
            "--subject",
            refused.group(3),
            "--reason",
            "4711",
            "--json"
        };
        boss("keys", "approve", clinic.run(request).only("id"), "--reason", "as agreed");

        assertThat(clinic.run(open).code()).isZero();
    }

    private Run boss(String... arguments) {
        Map<String, String> environment = new HashMap<>(clinic.environment());
        environment.put("COLUMNSEAL_KEY_STORE_USERNAME", "boss");
        environment.put("COLUMNSEAL_KEY_STORE_PASSWORD", "x");
        return Run.of(environment, arguments);
    }
}
