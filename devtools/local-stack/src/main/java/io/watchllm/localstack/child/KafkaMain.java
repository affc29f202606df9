package io.watchllm.localstack.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka node (broker and controller in one) under {@link ParentWatch}. Arguments: the properties file, the cluster id
 * to format an empty folder with, and a file that is written when the broker serves. None of the Kafka classes used
 * here is public API; no other class of this module touches them.
 */
public final class KafkaMain {
    private KafkaMain() {}

    /** Formats the storage when it is new, starts the node, and stays until the node stops. */
    public static void main(String[] arguments) {
        var propertiesFile = arguments[0];
        var node = new AtomicReference<@Nullable KafkaRaftServer>();
        ParentWatch.start(() -> stop(node.get()));
        try {
            var formatted = StorageTool.execute(
                    new String[] {
                        "format", "--config", propertiesFile, "--cluster-id", arguments[1], "--ignore-formatted"
                    },
                    System.out);
            if (formatted != 0) {
                Runtime.getRuntime().halt(formatted);
            }
            run(propertiesFile, Path.of(arguments[2]), node);
        } catch (Throwable e) {
            // The broker leaves threads behind that would keep a failed process alive.
            e.printStackTrace(System.err);
            Runtime.getRuntime().halt(1);
        }
    }

    private static void stop(@Nullable KafkaRaftServer server) {
        if (server != null) {
            server.shutdown();
        }
    }

    private static void run(String propertiesFile, Path readyFile, AtomicReference<@Nullable KafkaRaftServer> node)
            throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(propertiesFile))) {
            properties.load(reader);
        }
        var server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        node.set(server);
        server.startup();
        Files.writeString(readyFile, "ready\n");
        server.awaitShutdown();
        Runtime.getRuntime().halt(0);
    }
}
