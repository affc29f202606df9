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

    private final ServerCnxnFactory connections;
    private final Path folder;

    private LocalZooKeeper(ServerCnxnFactory connections, Path folder) {
        this.connections = connections;
        this.folder = folder;
    }

    /** Starts one on a free port, with its data in a temporary folder. */
    public static LocalZooKeeper start() {
        try {
            var folder = Files.createTempDirectory("watchllm-zookeeper");
            var server = new ZooKeeperServer(
                    folder.resolve("snapshots").toFile(), folder.resolve("log").toFile(), TICK_MS);
            var connections = new NIOServerCnxnFactory();
            connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CONNECTIONS_MAX);
            connections.startup(server);
            return new LocalZooKeeper(connections, folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Host and port. */
    public String address() {
        return "127.0.0.1:" + connections.getLocalPort();
    }

    /** Stops it and deletes its data. */
    @Override
    public void close() {
        connections.shutdown();
        ParentWatch.delete(folder);
    }
}
