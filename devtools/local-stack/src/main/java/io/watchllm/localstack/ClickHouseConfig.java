package io.watchllm.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a ClickHouse, be it a server or the library, that runs in a folder of its own.
 *
 * @param file the main configuration file
 */
record ClickHouseConfig(Path file) {
    private static final String SERVER_LOGGER = "<logger><level>warning</level><console>1</console></logger>";

    /**
     * The library takes its level from elsewhere, and would log every step of every query without it. What is fatal is
     * the report of the signal that ends it, with the query and the stack; without a logger it ends in silence.
     */
    private static final String LIBRARY_LOGGER = "<log-level>fatal</log-level><logger><console>1</console></logger>";

    private static final String USERS = """
            <clickhouse>
              <profiles><default/></profiles>
              <quotas><default/></quotas>
              <users>
                <default>
                  <password/>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>default</profile>
                  <quota>default</quota>
                  <access_management>1</access_management>
                </default>
              </users>
            </clickhouse>
            """;

    /**
     * Writes the configuration, with the user's own file merged over it.
     *
     * @param ports of HTTP, of the native protocol, and of a replica the one where others get its parts
     */
    static ClickHouseConfig write(ClickHouseProgram program, Path folder, List<Integer> ports, @Nullable Path more) {
        var config = folder.resolve("config");
        var data = folder.resolve("data");
        try {
            Files.createDirectories(data);
            Files.createDirectories(config.resolve("config.d"));
            Files.createDirectories(config.resolve("users.d"));
            var file = Files.writeString(
                    config.resolve("config.xml"),
                    main(data, ports, program instanceof ClickHouseProgram.Binary ? SERVER_LOGGER : LIBRARY_LOGGER));
            Files.writeString(config.resolve("users.xml"), USERS);
            if (more != null) {
                // The server reads users from one tree and the rest from another, and skips what it does not look for.
                for (var tree : List.of("config.d", "users.d")) {
                    Files.copy(more, config.resolve(tree).resolve("more.xml"), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return new ClickHouseConfig(file);
        } catch (IOException e) {
            throw new LocalStackException("Cannot write ClickHouse's configuration in " + config + ": " + e, e);
        }
    }

    private static String main(Path data, List<Integer> ports, String logger) {
        return """
                <clickhouse>
                  %s
                  <listen_host>127.0.0.1</listen_host>
                  <http_port>%s</http_port>
                  <tcp_port>%s</tcp_port>
                  %s
                  <path>%s/</path>
                  <tmp_path>%s/tmp/</tmp_path>
                  <user_files_path>%s/user_files/</user_files_path>
                  <format_schema_path>%s/format_schemas/</format_schema_path>
                  <mark_cache_size>268435456</mark_cache_size>
                  <shutdown_wait_unfinished>1</shutdown_wait_unfinished>
                  <user_directories><users_xml><path>users.xml</path></users_xml></user_directories>
                </clickhouse>
                """.formatted(logger, ports.get(0), ports.get(1), interserver(ports), data, data, data, data);
    }

    private static String interserver(List<Integer> ports) {
        return ports.size() == 2
                ? ""
                : "<interserver_http_host>127.0.0.1</interserver_http_host><interserver_http_port>" + ports.get(2)
                        + "</interserver_http_port>";
    }
}
