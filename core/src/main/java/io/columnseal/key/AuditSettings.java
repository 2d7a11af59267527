package io.columnseal.key;

import io.columnseal.ConfigurationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one instance writes the access log.
 *
 * @param origin what entries say where they come from
 * @param listener told of each entry
 */
public record AuditSettings(String origin, AccessLogListener listener) {

    public AuditSettings {
        if (!Objects.equals(origin, StoredText.cleaned(origin, EntryBuilder.MAX_TEXT))) {
            throw new ConfigurationException(
                    "columnseal.audit.origin",
                    "must be 1 to " + EntryBuilder.MAX_TEXT + " characters on one line, without blanks at its ends");
        }
    }

    /** Host and process. */
    public static String thisProcess() {
        String process = "/" + ProcessHandle.current().pid();
        String host = StoredText.cleaned(host(), EntryBuilder.MAX_TEXT - process.length());
        return (host == null ? "unknown" : host) + process;
    }

    /** Asks the name service only where no variable tells. */
    private static String host() {
        return Stream.of("HOSTNAME", "COMPUTERNAME")
                .map(System::getenv)
                .filter(AuditSettings::isName)
                .findFirst()
                .orElseGet(AuditSettings::localHost);
    }

    private static boolean isName(@Nullable String name) {
        return name != null && !name.isBlank();
    }

    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
