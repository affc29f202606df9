package io.watchllm.operations.status;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Another program may listen at the address. */
@Timeout(60)
class LocalAnswerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void shouldTakeAWholeAnswer() throws Exception {
        answer("HTTP/1.1 503 Down\r\nContent-Length: 2\r\n\r\nno", 0);

        assertThat(LocalAnswer.of(uri(), LONG)).isEqualTo(new LocalAnswer(503, "no"));
    }

    @Test
    void shouldNotWaitForABodyThatDoesNotEnd() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", 0);

        assertThatThrownBy(() -> LocalAnswer.of(uri(), Duration.ofMillis(300)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was not whole within 300 ms");
    }

    @Test
    void shouldNotTakeABodyOfAnySize() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n", 8 << 20);

        assertThatThrownBy(() -> LocalAnswer.of(uri(), LONG)).isInstanceOf(IOException.class);
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }

    /** Answers one question and keeps the connection. */
    private void answer(String head, int more) {
        Thread.ofVirtual().start(() -> {
            try {
                var socket = server.accept();
                var out = socket.getOutputStream();
                out.write(head.getBytes(US_ASCII));
                out.write(new byte[more]);
                out.flush();
            } catch (IOException closed) {
                // The client has heard enough.
            }
        });
    }
}
