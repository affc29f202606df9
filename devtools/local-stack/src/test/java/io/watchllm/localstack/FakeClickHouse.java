package io.watchllm.localstack;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Stands in for a {@code clickhouse} binary: {@code server --config-file=F}, answering pings on the ports that F names.
 */
final class FakeClickHouse {
    private FakeClickHouse() {}

    public static void main(String[] arguments) throws Exception {
        if (!arguments[0].equals("server")) {
            throw new IllegalArgumentException(arguments[0]);
        }
        var file = Path.of(arguments[1].substring("--config-file=".length()));
        var config = Files.readString(file);
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(config, "http")), 0);
        http.createContext("/ping", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("Ok.\n".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        Files.writeString(
                file.resolveSibling("pid"),
                Long.toString(ProcessHandle.current().pid()));
        http.start();
        accept(port(config, "tcp"));
    }

    private static int port(String config, String protocol) {
        var port = Pattern.compile("<" + protocol + "_port>(\\d+)<").matcher(config);
        if (!port.find()) {
            throw new IllegalArgumentException("no port for " + protocol);
        }
        return Integer.parseInt(port.group(1));
    }

    private static void accept(int port) throws IOException {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            while (!socket.isClosed()) {
                socket.accept().close();
            }
        }
    }
}
