package io.columnseal.test.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody's own SOFTHSM2_CONF may be set where the tests run. */
class SoftHsmTest {

    @TempDir
    private Path folder;

    @Test
    void leavesAConfigurationAloneThatItDidNotWrite() throws IOException {
        Path theirs = Files.writeString(folder.resolve("softhsm2.conf"), "directories.tokendir = /var/lib/softhsm\n");

        assertThatThrownBy(() -> SoftHsm.configure(theirs))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(theirs.toString());

        assertThat(theirs).hasContent("directories.tokendir = /var/lib/softhsm");
    }

    @Test
    void writesItsOwnConfigurationAgain() throws IOException {
        Path ours = folder.resolve("hsm").resolve("softhsm2.conf");

        assertThat(SoftHsm.configure(ours)).isDirectory();
        assertThat(SoftHsm.configure(ours)).isDirectory();

        assertThat(ours).content().contains("directories.tokendir = " + ours.resolveSibling("tokens"));
    }
}
