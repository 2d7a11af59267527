package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.cipher.SealedValue;
import io.columnseal.key.DataKeyRow;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells what stands outside the ciphertext of a sealed value, and of its key. Opens nothing unless asked to. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Tells suite and key of a sealed value. Needs no master key, opens and verifies nothing. With --open, it"
                        + " shows the plaintext instead. Ends with 5 if the value does not open.")
final class InspectCommand extends Operation {

    /** Nonce, tag, and the least padding. */
    private static final int OVERHEAD = SealedValue.PREFIX_BYTES + 12 + 16 + 1;

    @Parameters(
            paramLabel = "VALUE",
            description =
                    "the stored value: hexadecimal digits (behind \\x, 0x or nothing), or the text of a text column")
    private String value = "";

    @ArgGroup(exclusive = false)
    private @Nullable InspectOpening opening;

    @Override
    int run(Deployment deployment) {
        byte[] sealed = bytes(value.strip())
                .orElseThrow(() -> new ConfigurationException(
                        "VALUE", "is neither hexadecimal nor the text of a sealed value in its only spelling"));
        SealedValue.Header header = SealedValue.header(sealed)
                .orElseThrow(() -> new ConfigurationException(
                        "VALUE", "is no sealed value: it is too short, or begins with no suite and key"));
        if (opening != null) {
            print(opening.open(deployment, header.key(), sealed));
            return ExitCode.OK;
        }
        Optional<DataKeyRow> key = deployment.keyStore().find(header.key());
        print(new Listing(7, "key", "state", "tenant", "usage", "version", "suite", "longest", "kek")
                .add(
                        header.key(),
                        key.map(row -> row.state().name()).orElse("UNKNOWN"),
                        key.map(row -> row.identity().tenant()).orElse(null),
                        key.map(row -> row.identity().usage().name()).orElse(null),
                        key.map(row -> row.identity().version()).orElse(null),
                        header.suite(),
                        sealed.length - OVERHEAD,
                        key.map(row -> row.info().kekId()).orElse(null)));
        return key.isPresent() ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private static Optional<byte[]> bytes(String text) {
        String digits = text.startsWith("\\x") || text.startsWith("0x") ? text.substring(2) : text;
        // No text of a sealed value begins with its suite's digits: that would be another suite
        boolean hexadecimal = digits.length() % 2 == 0 && digits.matches("0[0-9a-fA-F]+");
        return hexadecimal ? Optional.of(HexFormat.of().parseHex(digits)) : SealedValue.fromText(text);
    }
}
