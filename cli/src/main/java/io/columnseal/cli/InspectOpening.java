package io.columnseal.cli;

import io.columnseal.FieldContext;
import io.columnseal.key.KeyId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** That a value is to be opened, and what it was sealed for. */
final class InspectOpening {

    /** Only there to be asked for: nothing else of this is given without it. */
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = "--open",
            required = true,
            description = "open the value and show its plaintext, which the access log records; needs the master key")
    private boolean open;

    @Option(names = "--tenant", required = true, paramLabel = "TENANT", description = "whose value it is")
    private String tenant = "";

    @Option(
            names = "--context",
            required = true,
            paramLabel = "NAME",
            description = "its column's context in the catalogue, such as patient.ssn")
    private String context = "";

    @Option(
            names = "--purpose",
            paramLabel = "NAME",
            description = "its column's purpose in the catalogue, " + FieldContext.DEFAULT_PURPOSE + " unless given")
    private String purpose = FieldContext.DEFAULT_PURPOSE;

    @Option(names = "--record-id", paramLabel = "ID", description = "the id that it was sealed with, if any")
    private @Nullable String recordId;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private KeyOptions options = new KeyOptions();

    /** Opens it, and shows it once that is in the access log. */
    Listing open(Deployment deployment, KeyId key, byte[] sealed) {
        FieldContext sealedFor = sealedFor();
        String reason = options.reason();
        byte[] plaintext = deployment.seal().fields().decrypt(sealedFor, sealed);
        try {
            deployment.seal().audit().opened(sealedFor, key, sealed, deployment.actor(), reason);
            return new Listing(2, "plaintext", "plaintextHex")
                    .add(text(plaintext), HexFormat.of().formatHex(plaintext));
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private FieldContext sealedFor() {
        try {
            FieldContext sealedFor = FieldContext.of(tenant, context).withPurpose(purpose);
            return recordId == null ? sealedFor : sealedFor.withRecordId(recordId);
        } catch (IllegalArgumentException e) {
            throw new WrongArgumentException("--tenant, --context, --purpose", String.valueOf(e.getMessage()));
        }
    }

    /** Null if it is no text: numbers, dates and binary values have encodings of their own. */
    private static @Nullable String text(byte[] plaintext) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plaintext))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
