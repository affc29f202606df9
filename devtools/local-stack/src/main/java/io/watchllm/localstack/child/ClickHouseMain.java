package io.watchllm.localstack.child;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * ClickHouse as the library {@code libchdb}, under {@link ParentWatch}. Arguments: the library file, then the arguments
 * of {@code clickhouse local}, whose last query reads standard input to its end.
 *
 * <p>The library replaces the JVM's signal handlers, so the first null check of compiled code would end the process:
 * start this class with {@code libjsig} preloaded, which keeps the JVM's own in place.
 */
public final class ClickHouseMain {
    private ClickHouseMain() {}

    /** Loads the library, runs the queries, and ends with 0, or with 1 and the library's message on standard error. */
    public static void main(String[] arguments) throws Throwable {
        var queries = Thread.currentThread();
        ParentWatch.start(() -> join(queries));
        try (var arena = Arena.ofShared()) {
            var library = SymbolLookup.libraryLookup(Path.of(arguments[0]), Arena.global());
            var error = run(library, arena, arguments);
            if (!error.isEmpty()) {
                System.err.println(error);
                Runtime.getRuntime().halt(1);
            }
        }
        ParentWatch.endOfInput();
    }

    private static String run(SymbolLookup library, Arena arena, String[] arguments) throws Throwable {
        var linker = Linker.nativeLinker();
        var query = linker.downcallHandle(
                library.findOrThrow("chdb_query_cmdline"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        var resultError = linker.downcallHandle(
                library.findOrThrow("chdb_result_error"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        var commandLine = arena.allocate(ValueLayout.ADDRESS, arguments.length + 1L);
        commandLine.setAtIndex(ValueLayout.ADDRESS, 0, arena.allocateFrom("clickhouse-local"));
        for (var i = 1; i < arguments.length; i++) {
            commandLine.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(arguments[i]));
        }
        var result = (MemorySegment) query.invoke(arguments.length, commandLine);
        if (result.equals(MemorySegment.NULL)) {
            return "ClickHouse gave no result for " + new File(arguments[0]).getName();
        }
        var message = (MemorySegment) resultError.invoke(result);
        return message.equals(MemorySegment.NULL)
                ? ""
                : message.reinterpret(Long.MAX_VALUE).getString(0);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
