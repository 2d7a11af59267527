package io.columnseal.spring;

import io.columnseal.ColumnSealBuilder;
import io.columnseal.ColumnSealException;
import java.util.Arrays;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** What to say about key rows that are another environment's, or that somebody edited, whoever noticed it. */
final class EditedKeyRows {

    private EditedKeyRows() {}

    static FailureAnalysis analysis(ColumnSealException cause) {
        return new FailureAnalysis(
                "The key tables are not what this application can trust. " + consequence(cause) + "\n\n    "
                        + cause.getMessage(),
                """
                Check that columnseal.environment names the deployment these key tables belong to, and that the \
                application is connected to the right database (columnseal.key-store.url or the application's \
                DataSource).

                If both are right, the rows were changed by somebody else: restore the table data_encryption_keys from \
                a backup. The master key is not at fault.""",
                cause);
    }

    /** Says that nothing was written only of a failed build, which ends before the application can write anything. */
    static String consequence(ColumnSealException cause) {
        boolean building = Arrays.stream(cause.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(ColumnSealBuilder.class.getName()));
        return building ? "Nothing was written:" : "What was written before stays as it is:";
    }
}
