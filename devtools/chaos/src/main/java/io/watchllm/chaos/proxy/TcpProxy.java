package io.watchllm.chaos.proxy;

import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes bytes between clients and a server of this machine, or lets nobody through. */
public final class TcpProxy implements AutoCloseable {
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Listener listener;
    private volatile boolean shut;

    /** @param serverPort where the server listens */
    public TcpProxy(int serverPort) {
        this.serverPort = serverPort;
        listener = new Listener("tcp-proxy", this::serve);
    }

    /** Where clients find it. */
    public int port() {
        return listener.port();
    }

    /** Ends every connection and each that comes from now on; or lets them through again. */
    public void shut(boolean now) throws IOException {
        shut = now;
        if (now) {
            for (var client : open) {
                client.close();
            }
        }
    }

    private void serve(Socket client) throws IOException {
        open.add(client);
        try (var server = Listener.connect(serverPort)) {
            if (shut) {
                return;
            }
            Thread.ofVirtual().name("tcp-proxy-answers").start(() -> pass(server, client));
            client.getInputStream().transferTo(server.getOutputStream());
        } finally {
            open.remove(client);
        }
    }

    private static void pass(Socket from, Socket to) {
        try (to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // Either side may end the connection at any time.
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
