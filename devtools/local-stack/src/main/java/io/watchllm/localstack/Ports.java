package io.watchllm.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Chooses ports of the loopback interface for an engine. */
final class Ports {
    /** The port number that stands for "any free one". */
    static final int FREE = 0;

    private static final int ATTEMPTS_MAX = 5;

    private Ports() {}

    /**
     * Starts something on the ports asked for. A port {@link #FREE} is chosen, and chosen again when another process
     * takes it before the engine does; one that was asked for by number is used or refused.
     *
     * @throws LocalStackException when a port asked for by number is in use; it names engine and port
     */
    static <T> T start(String engine, List<Integer> asked, Function<List<Integer>, T> start) {
        for (var attempt = 1; ; attempt++) {
            try {
                return start.apply(choose(engine, asked));
            } catch (LocalStackException.PortTaken e) {
                if (attempt == ATTEMPTS_MAX || !asked.contains(FREE)) {
                    throw e;
                }
            }
        }
    }

    private static List<Integer> choose(String engine, List<Integer> asked) {
        var held = new ArrayList<ServerSocket>();
        try {
            for (var port : asked) {
                held.add(bind(engine, port));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            held.forEach(Ports::close);
        }
    }

    private static ServerSocket bind(String engine, int port) {
        try {
            var socket = new ServerSocket();
            // As the engines do it: a port whose connections are only waiting out their time is free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback(), port));
            return socket;
        } catch (IOException e) {
            throw new LocalStackException(
                    "Port " + port + " of 127.0.0.1, asked for by " + engine + ", is in use (" + e.getMessage()
                            + "). Stop what listens there, or give " + engine + " another port.",
                    e);
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new LocalStackException("Cannot let go of port " + socket.getLocalPort(), e);
        }
    }

    /** Whether something accepts connections on a loopback port. */
    static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(loopback(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
