package io.watchllm.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.watchllm.chaos.proxy.Fault.FaultAction;
import io.watchllm.chaos.proxy.Fault.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClickHouseProxyTest {
    private static final String BODY = "x".repeat(10_000);

    /** Lengths of the bodies that arrived whole. */
    private final List<Integer> stored = new CopyOnWriteArrayList<>();

    private HttpServer server;
    private ClickHouseProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                stored.add(exchange.getRequestBody().readAllBytes().length);
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write(new byte[] {'o', 'k'});
            }
        });
        server.start();
        proxy = new ClickHouseProxy(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.stop(0);
    }

    @Test
    void shouldPassAnInsertWithChunksAndCountItsAnswer() throws Exception {
        assertThat(insert().body()).isEqualTo("ok");

        assertThat(stored).containsExactly(BODY.length());
        assertThat(proxy.answered(0)).isEqualTo(1);
        assertThat(proxy.quiet()).isTrue();
    }

    @Test
    void shouldLoseTheAnswerOfAnInsertThatArrived() {
        proxy.inserts().arm(insert -> insert.token().equals("a/b"), 0, Fault.at(Stage.ANSWERED, FaultAction.CLOSE));

        assertThatThrownBy(this::insert).isInstanceOf(IOException.class);
        assertThat(stored).containsExactly(BODY.length());
    }

    @Test
    void shouldCutABodySoThatItDoesNotArrive() {
        proxy.inserts().arm(insert -> true, 0, Fault.at(Stage.HALF_SENT, FaultAction.CLOSE));

        assertThatThrownBy(this::insert).isInstanceOf(IOException.class);
        assertThat(stored).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSE", "RESET"})
    void shouldNotResetTheServersConnection(FaultAction strike) throws Exception {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var struck = new ClickHouseProxy(listening.getLocalPort())) {
            var trap = Gate.held();
            struck.inserts().arm(insert -> true, 0, new Fault(Stage.HALF_SENT, strike, trap));
            var answer = HttpClient.newHttpClient().sendAsync(request(struck), BodyHandlers.ofString());

            try (var connection = listening.accept()) {
                assertThat(trap.awaitSprung(Duration.ofSeconds(30))).isTrue();
                trap.release();

                assertThatCode(() -> connection.getInputStream().readAllBytes()).doesNotThrowAnyException();
            }
            assertThatThrownBy(answer::get).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldRefuseWithStatus200BeforeTheServerHasAnything() throws Exception {
        proxy.inserts().arm(insert -> true, 1, Fault.at(Stage.ARRIVED, FaultAction.REFUSE));

        assertThat(insert().headers().firstValue("X-ClickHouse-Exception-Code")).isEmpty();
        var refused = insert();

        assertThat(refused.statusCode()).isEqualTo(200);
        assertThat(refused.headers().firstValue("X-ClickHouse-Exception-Code")).hasValue("1001");
        assertThat(stored).hasSize(1);
    }

    @Test
    void shouldHoldAnInsertUntilItsTrapIsReleased() throws Exception {
        var trap = Gate.held();
        proxy.inserts().arm(insert -> true, 0, new Fault(Stage.ARRIVED, FaultAction.PROCEED, trap));
        var answer = HttpClient.newHttpClient().sendAsync(request(proxy), BodyHandlers.ofString());

        assertThat(trap.awaitSprung(Duration.ofSeconds(30))).isTrue();
        assertThat(stored).isEmpty();
        assertThat(proxy.quiet()).isFalse();
        trap.release();

        assertThat(answer.get().body()).isEqualTo("ok");
    }

    private HttpResponse<String> insert() throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request(proxy), BodyHandlers.ofString());
    }

    /** As the sink sends it: the token in the address, the body in chunks. */
    private static HttpRequest request(ClickHouseProxy to) {
        var address = "http://127.0.0.1:" + to.port() + "/?query=INSERT&insert_deduplication_token=a%2Fb";
        return HttpRequest.newBuilder(URI.create(address))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(BODY.getBytes(StandardCharsets.US_ASCII))))
                .build();
    }
}
