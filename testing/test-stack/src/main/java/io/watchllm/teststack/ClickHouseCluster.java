package io.watchllm.teststack;

import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.localstack.LocalStackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** ClickHouse servers that are the shards of a cluster and know each other; always child processes. */
public final class ClickHouseCluster implements AutoCloseable {
    private final List<List<LocalClickHouse>> shards;

    private ClickHouseCluster(List<List<LocalClickHouse>> shards) {
        this.shards = shards;
    }

    /**
     * Starts every server of the layout. With a Keeper they are replicas, which not every machine has: see
     * {@link #obstacleToReplicas}.
     */
    public static ClickHouseCluster start(ClusterLayout layout) {
        if (layout.keeper() != null) {
            obstacleToReplicas().ifPresent(obstacle -> {
                throw new LocalStackException(obstacle);
            });
        }
        var cluster = new ClickHouseCluster(new ArrayList<>());
        try {
            var configs = Files.createTempDirectory("watchllm-cluster");
            for (var shard = 0; shard < layout.ports().size(); shard++) {
                var replicas = new ArrayList<LocalClickHouse>();
                cluster.shards.add(replicas);
                for (var replica = 0; replica < layout.ports().get(shard).size(); replica++) {
                    var config = layout.writeConfig(configs, shard, replica);
                    var server = LocalClickHouse.builder()
                            .tcpPort(layout.ports().get(shard).get(replica))
                            .configFile(config);
                    replicas.add((layout.keeper() == null ? server : server.replica(ReplicaMain.class)).start());
                    Files.delete(config);
                }
            }
            Files.delete(configs);
            return cluster;
        } catch (IOException failure) {
            cluster.close();
            throw new UncheckedIOException(failure);
        } catch (RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    /** Why replicas can't be started on this machine, and what would help; empty when they can. */
    public static Optional<String> obstacleToReplicas() {
        return LocalClickHouse.runsAsLibrary()
                ? InterserverAddress.obstacle(System.getProperty("os.name"), System.getProperty("os.arch"))
                : Optional.empty();
    }

    /** The first replica of a shard, from 0. */
    public LocalClickHouse shard(int shard) {
        return node(shard, 0);
    }

    /** A server, from 0. */
    public LocalClickHouse node(int shard, int replica) {
        return shards.get(shard).get(replica);
    }

    /** The HTTP interfaces as {@code WATCHLLM_CLICKHOUSE_SHARDS} has them. */
    public String urls() {
        return shards.stream()
                .map(replicas -> replicas.stream().map(LocalClickHouse::httpUrl).collect(Collectors.joining("|")))
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        shards.forEach(replicas -> replicas.forEach(LocalClickHouse::close));
    }
}
