package io.watchllm.localstack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a process of an engine has written.
 *
 * @param file the engine's log; earlier processes of the engine have written to it, too
 * @param start length of the file when the process began
 */
record EngineLog(Path file, long start) {
    private static final Pattern STACK_FRAME =
            Pattern.compile("\\s*(at .+|(.*<Fatal> .+: )?\\d+\\. .*@ 0x\\p{XDigit}+|\\.{3} \\d+ .*)");
    private static final int TAIL_BYTES = 16 * 1024;

    /** The log of a process that is about to begin. */
    static EngineLog of(EngineFolder folder) {
        return new EngineLog(folder.logFile(), folder.logFile().toFile().length());
    }

    /** The file and {@link #end}, as a sentence. */
    String tail(int lines) {
        return "The end of its log, " + file + end(lines);
    }

    /** The last lines that the process wrote, without stack frames; goes on behind the name of the file. */
    String end(int lines) {
        try (var reader = new RandomAccessFile(file.toFile(), "r")) {
            reader.seek(Math.max(start, reader.length() - TAIL_BYTES));
            var rest = new byte[(int) (reader.length() - reader.getFilePointer())];
            reader.readFully(rest);
            var all = new String(rest, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !STACK_FRAME.matcher(line).matches())
                    .toList();
            var last = all.subList(Math.max(0, all.size() - lines), all.size());
            return last.isEmpty() ? " (nothing was written)" : ":\n  " + String.join("\n  ", last);
        } catch (IOException e) {
            return " (it cannot be read: " + e.getMessage() + ")";
        }
    }
}
