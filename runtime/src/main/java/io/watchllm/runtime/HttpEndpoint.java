package io.watchllm.runtime;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.runtime.Health.Status;
import java.net.BindException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * HTTP server of one process: {@code /health/live}, {@code /health/ready} and {@code /metrics} (Prometheus text). A
 * health path answers 200 when up and 503 when not, with the detail as plain text. A service may add pages. Other paths
 * get 404, methods other than GET and HEAD 405. Connections, header size and idle time are limited, so that no client
 * can take the process's memory or threads.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 64;
    private static final int HEADER_BYTES_MAX = 8 * 1024;
    private static final long IDLE_MS = 10_000;
    private static final int THREADS_MAX = 16;
    private static final int THREADS_MIN = 2;
    private static final String TEXT = "text/plain; charset=utf-8";

    private record Answer(int code, String contentType, String body) {}

    private final Server server;
    private final ServerConnector connector;

    private HttpEndpoint(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Starts listening.
     *
     * @param pages additional pages
     * @throws ConfigException when the address is unknown or its port in use
     */
    public static HttpEndpoint start(
            HttpSettings settings, Health health, PrometheusMeterRegistry metrics, List<Page> pages) {
        var answers = new HashMap<String, Supplier<Answer>>();
        answers.put("/health/live", () -> answer(health.live()));
        answers.put("/health/ready", () -> answer(health.ready()));
        answers.put("/metrics", () -> new Answer(HttpStatus.OK_200, TEXT, metrics.scrape()));
        pages.forEach(page -> answers.put(
                page.path(),
                () -> new Answer(
                        HttpStatus.OK_200, page.contentType(), page.body().get())));

        var server = new Server(new QueuedThreadPool(THREADS_MAX, THREADS_MIN));
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MS);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, connector));
        server.setHandler(new Pages(Map.copyOf(answers)));
        start(server, settings);
        return new HttpEndpoint(server, connector);
    }

    private static void start(Server server, HttpSettings settings) {
        try {
            server.start();
        } catch (Exception e) {
            LifeCycle.stop(server);
            throw refusal(settings, e);
        }
    }

    private static RuntimeException refusal(HttpSettings settings, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return new ConfigException(
                        "WATCHLLM_HTTP_HOST",
                        "no address is known for '" + settings.host() + "'; expected an address of this machine");
            }
            if (cause instanceof BindException || cause instanceof SocketException) {
                return new ConfigException(
                        "WATCHLLM_HTTP_PORT",
                        "can't listen on " + settings.host() + ":" + settings.port() + " (" + cause.getMessage()
                                + "). Choose a free port, or 0 for any.");
            }
        }
        return new IllegalStateException("health and metrics can't be served", failure);
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }

    private static Answer answer(Status status) {
        return new Answer(
                status.up() ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503, TEXT, status.detail() + "\n");
    }

    private static final class Pages extends Handler.Abstract {
        private final Map<String, Supplier<Answer>> answers;

        Pages(Map<String, Supplier<Answer>> answers) {
            this.answers = answers;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            var answer = answerTo(request);
            response.setStatus(answer.code());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
            if (answer.code() == HttpStatus.METHOD_NOT_ALLOWED_405) {
                response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            }
            Content.Sink.write(response, true, answer.body(), callback);
            return true;
        }

        private Answer answerTo(Request request) {
            var answer = answers.get(Request.getPathInContext(request));
            if (answer == null) {
                return new Answer(HttpStatus.NOT_FOUND_404, TEXT, "no such page\n");
            }
            return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod())
                    ? answer.get()
                    : new Answer(HttpStatus.METHOD_NOT_ALLOWED_405, TEXT, "expected GET\n");
        }
    }
}
