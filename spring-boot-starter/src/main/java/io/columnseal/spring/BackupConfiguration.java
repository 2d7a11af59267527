package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.backup.Backups;
import io.columnseal.backup.Passphrase;
import io.columnseal.key.KeyOperation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** Backups of the keys by a schedule, where a directory says so. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(BackupProperties.DIRECTORY)
@ConditionalOnBooleanProperty(name = "columnseal.enabled", matchIfMissing = true)
class BackupConfiguration {

    private static final String PASSPHRASE = "columnseal.backup.passphrase";
    private static final String BOUNCY_CASTLE = "org.bouncycastle.crypto.generators.Argon2BytesGenerator";

    @Bean
    ScheduledBackups columnSealScheduledBackups(ColumnSeal seal, ColumnSealProperties properties) {
        BackupProperties backup = properties.backup().requireSensible();
        if (properties.dualControl().operations() != null
                && properties.dualControl().operations().contains(KeyOperation.BACKUP)) {
            throw new ConfigurationException(
                    BackupProperties.DIRECTORY,
                    "has the keys backed up by themselves, which nobody can approve each time: clear it, or take BACKUP"
                            + " out of columnseal.dual-control.operations");
        }
        Backups plain = seal.backups(existing(String.valueOf(backup.directory())));
        Passphrase passphrase = passphrase(backup.passphrase());
        return new ScheduledBackups(
                        passphrase == null ? plain : plain.under(passphrase),
                        seal.environment().name(),
                        backup.interval(),
                        backup.keep(),
                        Clock.systemUTC(),
                        () -> {
                            if (passphrase != null) {
                                passphrase.close();
                            }
                        })
                .start();
    }

    /** Where a volume is not mounted, backups would be made, and go with the container. */
    private static Path existing(String directory) {
        if (directory.isBlank() || !Files.isDirectory(Path.of(directory))) {
            throw new ConfigurationException(
                    BackupProperties.DIRECTORY,
                    "must name a directory that is there: create \"" + directory
                            + "\" with mode 700 where backups outlive this machine, or mount it; or leave the setting out");
        }
        return Path.of(directory);
    }

    private static @Nullable Passphrase passphrase(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!ClassUtils.isPresent(BOUNCY_CASTLE, BackupConfiguration.class.getClassLoader())) {
            throw new ConfigurationException(
                    PASSPHRASE, "needs Bouncy Castle; add org.bouncycastle:bcprov-jdk18on to the class path");
        }
        try {
            return Passphrase.of(text.toCharArray());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(PASSPHRASE, String.valueOf(e.getMessage()));
        }
    }
}
