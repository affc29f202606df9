package io.watchllm.cli.shell;

import io.watchllm.runtime.PlainText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * What every command prints goes through here, so that no text from outside steers the terminal, whatever prints it: a
 * last net below the texts, whose cells are one line each by themselves. A JSON object that is written in one piece is
 * escaped, which changes nothing for whoever parses it.
 */
public final class PlainWriter extends PrintWriter {
    private final PrintWriter target;

    public PlainWriter(PrintWriter target) {
        super(new Cleaning(target), true);
        this.target = target;
    }

    /** The same output without the net: for a file or a program that wants each byte as it is. */
    public static PrintWriter exact(PrintWriter out) {
        return out instanceof PlainWriter plain ? plain.target : out;
    }

    private static final class Cleaning extends FilterWriter {
        Cleaning(Writer out) {
            super(out);
        }

        @Override
        public void write(int character) throws IOException {
            write(String.valueOf((char) character));
        }

        @Override
        public void write(char[] characters, int offset, int length) throws IOException {
            write(new String(characters, offset, length));
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            var part = text.substring(offset, offset + length);
            out.write(part.startsWith("{") ? PlainText.json(part) : PlainText.lines(part));
        }
    }
}
