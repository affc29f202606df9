package io.watchllm.bench.stack;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A JVM of its own that answers each line of text with one, over a loopback socket whose port is its only argument.
 * Used by one thread.
 */
public final class ChildJvm implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final Process process;
    private final Socket socket;
    private final BufferedReader in;
    private final PrintWriter out;

    private ChildJvm(Process process, Socket socket) throws IOException {
        this.process = process;
        this.socket = socket;
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Starts the JVM with this one's class path.
     *
     * @param main connects to the port that is its only argument, and answers
     * @param jvmOptions such as -Xmx1g
     * @param variables how it finds the engines; other settings come from this process's environment
     */
    public static ChildJvm start(Class<?> main, List<String> jvmOptions, Map<String, String> variables) {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout((int) ANSWER.toMillis());
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
            command.addAll(jvmOptions);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
            command.add(Integer.toString(server.getLocalPort()));
            var builder = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectInput(new File("/dev/null"));
            builder.environment().putAll(variables);
            builder.environment().putIfAbsent("WATCHLLM_LOG_LEVEL", "WARN");
            var process = builder.start();
            var socket = server.accept();
            socket.setSoTimeout((int) ANSWER.toMillis());
            return new ChildJvm(process, socket);
        } catch (IOException failure) {
            throw new UncheckedIOException("the child JVM did not start", failure);
        }
    }

    /**
     * The other end, for the main method of the child: answers each line until whoever started it is gone, and then
     * ends the JVM, whatever still runs in it.
     *
     * @param arguments those of the main method
     * @param answer words of a line to the line that answers it
     */
    public static void serve(String[] arguments, Function<String[], String> answer) throws IOException {
        Locale.setDefault(Locale.ROOT);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                var out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                out.println(answer.apply(line.split(" ", -1)));
            }
        }
        Runtime.getRuntime().halt(0);
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** The answer to a command. */
    public String ask(String command) {
        out.println(command);
        try {
            var answer = in.readLine();
            if (answer == null) {
                throw new IllegalStateException("the child JVM ended at '" + command + "'; its log says why");
            }
            return answer;
        } catch (IOException failure) {
            throw new UncheckedIOException("the child JVM does not answer '" + command + "'", failure);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            process.destroy();
            process.waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException("the socket to the child JVM did not close", failure);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
