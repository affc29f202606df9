package io.watchllm.checks;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The methods and constructors of one source file, as the compiler's own parser sees them.
 *
 * @param methods in the order of the text; a record's canonical constructor counts where it is written out
 */
public record JavaOutline(List<Method> methods) {
    /** A method: its lines from signature to closing brace, and how many parameters it takes. */
    public record Method(String name, long lines, int parameters) {}

    public static JavaOutline of(String source) throws IOException {
        var file = new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        var compiler = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) compiler.getTask(null, null, _ -> {}, List.of("-proc:none"), null, List.of(file));
        var methods = new ArrayList<Method>();
        for (var unit : task.parse()) {
            new Scanner(unit, Trees.instance(task), methods).scan(unit, null);
        }
        return new JavaOutline(List.copyOf(methods));
    }

    private static final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final List<Method> methods;
        private String type = "";

        Scanner(CompilationUnitTree unit, Trees trees, List<Method> methods) {
            this.unit = unit;
            this.trees = trees;
            this.methods = methods;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
            var outer = type;
            type = tree.getSimpleName().toString();
            super.visitClass(tree, null);
            type = outer;
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
            var body = tree.getBody();
            if (body != null) {
                methods.add(new Method(
                        type + "." + tree.getName(),
                        lines(tree),
                        tree.getParameters().size()));
            }
            return super.visitMethod(tree, null);
        }

        private long lines(MethodTree tree) {
            var positions = trees.getSourcePositions();
            var map = unit.getLineMap();
            var start = positions.getStartPosition(unit, tree);
            var end = positions.getEndPosition(unit, tree);
            return map.getLineNumber(end) - map.getLineNumber(start) + 1;
        }
    }
}
