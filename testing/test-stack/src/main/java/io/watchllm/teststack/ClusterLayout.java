package io.watchllm.teststack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which ClickHouse servers of this machine make up a cluster, as they must all be told before one of them starts.
 *
 * @param name what they call it in {@code remote_servers}
 * @param ports of the native protocol, by shard and within it by replica
 * @param keeper host and port of a ZooKeeper; null without one
 * @param access by what right they ask each other; null as user {@code default}
 */
public record ClusterLayout(
        String name,
        List<List<Integer>> ports,
        @Nullable String keeper,
        @Nullable Access access) {

    /** The same servers as another cluster, which ask each other as user {@code default}. */
    public static final String OPEN = "_open";

    /**
     * Servers that ask each other by the right of whoever asked them, by a secret. Each knows the cluster under a
     * second name too, with {@link #OPEN} behind it, that has none.
     *
     * @param users sections of a configuration file for each shard: users, roles, profiles
     */
    public record Access(List<String> users) {
        public Access {
            users = List.copyOf(users);
        }
    }

    public ClusterLayout {
        ports = ports.stream().map(List::copyOf).toList();
    }

    /** The same with users. */
    public ClusterLayout with(Access users) {
        return new ClusterLayout(name, ports, keeper, users);
    }

    /** On ports that are free now. */
    public static ClusterLayout free(String name, int shards, int replicas, @Nullable String keeper) {
        var free = freePorts(shards * replicas);
        return new ClusterLayout(
                name,
                IntStream.range(0, shards)
                        .mapToObj(shard -> free.subList(shard * replicas, (shard + 1) * replicas))
                        .toList(),
                keeper,
                null);
    }

    /** The configuration of one server, for {@code LocalClickHouse.builder().configFile}. */
    public Path writeConfig(Path folder, int shard, int replica) {
        try {
            return Files.writeString(
                    Files.createDirectories(folder).resolve("shard-" + shard + "-" + replica + ".xml"),
                    config(shard, replica));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String config(int shard, int replica) {
        var servers = ports.stream()
                .map(replicas -> "<shard><internal_replication>true</internal_replication>"
                        + replicas.stream()
                                .map(port -> "<replica><host>127.0.0.1</host><port>" + port + "</port></replica>")
                                .collect(Collectors.joining())
                        + "</shard>")
                .collect(Collectors.joining());
        var clusters = access == null
                ? "<%1$s>%2$s</%1$s>".formatted(name, servers)
                : "<%1$s><secret>of the nodes</secret>%2$s</%1$s><%1$s%3$s>%2$s</%1$s%3$s>"
                        .formatted(name, servers, OPEN);
        return """
                <clickhouse>
                  <remote_servers>%s</remote_servers>
                  <macros><shard>%d</shard><replica>r%d</replica></macros>
                  %s
                  %s
                </clickhouse>
                """.formatted(
                        clusters,
                        shard + 1,
                        replica + 1,
                        zooKeeper(shard, replica),
                        access == null ? "" : access.users().get(shard));
    }

    /**
     * Sessions in a place of each server's own: all embedded ones have one UUID, by which they would end each other's.
     */
    private String zooKeeper(int shard, int replica) {
        if (keeper == null) {
            return "";
        }
        var colon = keeper.lastIndexOf(':');
        return """
                <zookeeper>
                    <node><host>%s</host><port>%s</port></node>
                    <sessions_path>/clickhouse/sessions-%d-%d</sessions_path>
                  </zookeeper>""".formatted(keeper.substring(0, colon), keeper.substring(colon + 1), shard, replica);
    }

    /** All held at once, or one could be given twice. */
    private static List<Integer> freePorts(int count) {
        var held = new ArrayList<ServerSocket>();
        try {
            for (var i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            held.forEach(ClusterLayout::release);
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
