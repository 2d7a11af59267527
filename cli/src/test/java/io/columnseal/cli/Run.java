package io.columnseal.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a command did. */
record Run(int code, String out, String err) {

    /** Runs a command as the shell does, but for the process. */
    static Run of(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = ColumnSealCommand.commandLine(environment)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        int code = command.execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    /** The records of {@code --json}. */
    List<JsonNode> records() {
        return List.copyOf(new JsonMapper().readTree(out).values());
    }

    /** A field of the only record. */
    String only(String field) {
        List<JsonNode> records = records();
        if (records.size() != 1) {
            throw new AssertionError(records.size() + " records: " + this);
        }
        return records.get(0).get(field).asString();
    }
}
