package io.watchllm.chaos.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections on a free port of the loopback interface, and serves each on a thread of its own. */
final class Listener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 256;

    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** What is done with a connection; the socket is closed afterwards. */
    interface Service {
        void serve(Socket client) throws IOException, InterruptedException;
    }

    Listener(String name, Service service) {
        try {
            socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofPlatform().daemon().name(name).start(() -> accept(name, service));
    }

    int port() {
        return socket.getLocalPort();
    }

    /** A connection to a port of this machine. */
    static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private void accept(String name, Service service) {
        try {
            while (true) {
                var client = socket.accept();
                client.setTcpNoDelay(true);
                open.add(client);
                Thread.ofVirtual().name(name).start(() -> serve(client, service));
            }
        } catch (IOException closed) {
            log.debug("no longer listening proxy={}", name, closed);
        }
    }

    private void serve(Socket client, Service service) {
        try (client) {
            service.serve(client);
        } catch (IOException broken) {
            // Connections that break are what this is here for.
            log.debug("connection ended", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (var client : open) {
                client.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
