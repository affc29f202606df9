package io.watchllm.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.runtime.Health.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * HTTP endpoint of one process: {@code /health/live}, {@code /health/ready} and {@code /metrics} (Prometheus text). A
 * health path answers 200 when up and 503 when not, with the detail as plain text. A service may add pages.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads;

    private HttpEndpoint(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts listening.
     *
     * @param pages additional pages
     * @throws ConfigException when the port is in use
     */
    public static HttpEndpoint start(
            HttpSettings settings, Health health, PrometheusMeterRegistry metrics, List<Page> pages) {
        try {
            var server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), BACKLOG);
            var threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            server.createContext("/health/live", exchange -> answer(exchange, health::live));
            server.createContext("/health/ready", exchange -> answer(exchange, health::ready));
            server.createContext("/metrics", exchange -> send(exchange, 200, TEXT, metrics.scrape()));
            for (var page : pages) {
                server.createContext(
                        page.path(),
                        exchange -> send(
                                exchange, 200, page.contentType(), page.body().get()));
            }
            server.start();
            return new HttpEndpoint(server, threads);
        } catch (BindException taken) {
            throw new ConfigException(
                    "WATCHLLM_HTTP_PORT",
                    "can't listen on " + settings.host() + ":" + settings.port() + " (" + taken.getMessage()
                            + "). Choose a free port, or 0 for any.");
        } catch (IOException e) {
            throw new UncheckedIOException("health and metrics can't be served", e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, Supplier<Status> status) throws IOException {
        var now = status.get();
        send(exchange, now.up() ? 200 : 503, TEXT, now.detail() + "\n");
    }

    private static void send(HttpExchange exchange, int code, String contentType, String text) throws IOException {
        try (exchange) {
            var body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
