package io.columnseal.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command lines that the guides tell people to type. */
final class GuideCommands {

    private static final String PROGRAM = "columnseal ";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private GuideCommands() {}

    /** Those of all guides, as the shell gives their words to the program. */
    static List<String[]> all() throws IOException {
        try (Stream<Path> guides = Files.list(Path.of("..", "docs", "guides"))) {
            List<String[]> commands = new ArrayList<>();
            for (Path guide : guides.sorted().toList()) {
                commands.addAll(of(guide.getFileName().toString()));
            }
            return commands;
        }
    }

    static List<String[]> of(String guide) throws IOException {
        return Files.readString(Path.of("..", "docs", "guides", guide))
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(PROGRAM))
                .map(line -> words(line.substring(PROGRAM.length())))
                .toList();
    }

    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words.toArray(String[]::new);
    }
}
