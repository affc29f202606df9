package io.watchllm.localstack;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StallGuardTest {
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldEndAReadWhenNothingComes() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            var silent = socket.getInputStream();

            assertThatThrownBy(() -> readGuarded(silent)).isInstanceOf(IOException.class);
        }
    }

    private static int readGuarded(InputStream input) throws IOException {
        try (var guard = new StallGuard(input, Duration.ofMillis(100))) {
            guard.moved();
            return input.read();
        }
    }
}
