package io.columnseal.benchmarks.startup;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles the entities of a variant into a directory. */
final class EntityCompiler {

    private EntityCompiler() {}

    static void compile(Variant variant, Path directory) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> sources = new ArrayList<>();
        List<String> names = EntitySources.classNames();
        for (int number = 0; number < names.size(); number++) {
            sources.add(new Source(names.get(number), EntitySources.source(number, variant)));
        }
        List<String> options =
                List.of("-d", directory.toString(), "-proc:none", "-cp", System.getProperty("java.class.path"));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            if (!compiler.getTask(null, files, null, options, null, sources).call()) {
                throw new IllegalStateException("the generated entities do not compile");
            }
        }
    }

    /** A source file in memory. */
    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
