package io.watchllm.teststack;

import io.watchllm.localstack.child.ParentWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** A ZooKeeper within this JVM, on loopback, for replicated tables. */
public final class LocalZooKeeper implements AutoCloseable {
    private static final int TICK_MS = 2_000;
    private static final int CONNECTIONS_MAX = 60;
    private static final int ANY_PORT = 0;

    private final Path folder;
    private ServerCnxnFactory connections;

    private LocalZooKeeper(Path folder) throws IOException {
        this.folder = folder;
        this.connections = serve(folder, ANY_PORT);
    }

    /** Starts one on a free port, with its data in a temporary folder. */
    public static LocalZooKeeper start() {
        try {
            return new LocalZooKeeper(Files.createTempDirectory("watchllm-zookeeper"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ServerCnxnFactory serve(Path folder, int port) throws IOException {
        try {
            var server = new ZooKeeperServer(
                    folder.resolve("snapshots").toFile(), folder.resolve("log").toFile(), TICK_MS);
            var connections = new NIOServerCnxnFactory();
            connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECTIONS_MAX);
            connections.startup(server);
            return connections;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Host and port. */
    public String address() {
        return "127.0.0.1:" + connections.getLocalPort();
    }

    /** Stops it; its data stay. */
    public void stop() {
        connections.shutdown();
    }

    /** Starts it again after a {@link #stop()}, on the same port and data. */
    public void restart() {
        try {
            connections = serve(folder, connections.getLocalPort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Stops it and deletes its data. */
    @Override
    public void close() {
        connections.shutdown();
        ParentWatch.delete(folder);
    }
}
