package io.columnseal.sample.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks for a text in every file of a database, in each encoding in which it might have been written. */
final class FileSearch {

    private static final List<Charset> ENCODINGS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    private final Path directory;
    private final String database;

    /** @param database what the names of its files in the directory begin with */
    FileSearch(Path directory, String database) {
        this.directory = directory;
        this.database = database;
    }

    boolean finds(String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith(database))
                    .anyMatch(file -> contains(file, text));
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            return ENCODINGS.stream()
                    .map(encoding -> new String(text.getBytes(encoding), StandardCharsets.ISO_8859_1))
                    .anyMatch(content::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
