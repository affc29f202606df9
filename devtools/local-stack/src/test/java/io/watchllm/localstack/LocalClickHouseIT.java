package io.watchllm.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.watchllm.localstack.child.ClickHouseMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalClickHouseIT {
    @TempDir
    Path folder;

    @Test
    void shouldKnowUsersAndMacrosOfTheConfigFile() throws Exception {
        var config = Files.writeString(folder.resolve("more.xml"), """
                <clickhouse>
                  <macros><shard>s1</shard></macros>
                  <profiles><default/></profiles>
                  <quotas><default/></quotas>
                  <users>
                    <default><password/><profile>default</profile><quota>default</quota></default>
                    <writer><password>pass</password><profile>default</profile><quota>default</quota></writer>
                  </users>
                </clickhouse>
                """);

        try (var clickHouse = LocalClickHouse.builder().configFile(config).start()) {
            assertThat(query(clickHouse, "writer", "pass", "SELECT currentUser(), getMacro('shard')"))
                    .isEqualTo("writer\ts1\n");
            assertThat(query(clickHouse, "writer", "wrong", "SELECT 1")).contains("AUTHENTICATION_FAILED");
            assertThat(query(clickHouse, "default", "", "SELECT currentUser()")).isEqualTo("default\n");
        }
    }

    @Test
    void shouldNotLogQueries() throws Exception {
        try (var clickHouse = LocalClickHouse.start()) {
            query(clickHouse, "default", "", "SELECT 'not for the log'");

            assertThat(clickHouse.folder().resolve("engine.log"))
                    .content()
                    .doesNotContain("not for the log", "<Trace>");
        }
    }

    @Test
    void shouldRefuseAPortInUseByNumber() {
        try (var first = LocalClickHouse.start()) {
            var second = LocalClickHouse.builder().httpPort(first.httpPort());

            assertThatThrownBy(second::start)
                    .isInstanceOf(LocalStackException.class)
                    .hasMessageContaining("Port " + first.httpPort())
                    .hasMessageContaining("ClickHouse");
        }
    }

    @Test
    void shouldShowItsLogWhenTheConfigFileIsBroken() throws IOException {
        var config = Files.writeString(folder.resolve("more.xml"), "<clickhouse><macros>");
        var broken = LocalClickHouse.builder().folder(folder.resolve("data")).configFile(config);

        assertThatThrownBy(broken::start)
                .isInstanceOf(LocalStackException.class)
                .hasMessageStartingWith("ClickHouse ended with exit code")
                .hasMessageContaining("more.xml");
    }

    @Test
    void shouldSayHowItEndedWhenKilledFromOutsideAndStartAgain() throws Exception {
        try (var clickHouse = LocalClickHouse.start()) {
            var process = ProcessHandle.of(clickHouse.pid()).orElseThrow();

            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();

            var end = clickHouse.endByItself().get(30, TimeUnit.SECONDS);
            assertThat(end.message()).contains("ClickHouse (pid " + process.pid() + ")", "exit code 137 (SIGKILL");
            assertThat(end.log()).exists();
            clickHouse.restart();
            assertThat(query(clickHouse, "default", "", "SELECT 'again'")).isEqualTo("again\n");
            assertThat(clickHouse.endedByItself()).isEmpty();
            EngineEndTest.forget(end);
        }
    }

    @Test
    void shouldReportTheSignalInTheLogThatIsKept() throws Exception {
        assumeThat(EngineFiles.ofThisProcess().clickHouse()).isInstanceOf(ClickHouseProgram.Library.class);
        try (var clickHouse = LocalClickHouse.start()) {
            assertThat(query(clickHouse, "default", "", "SELECT nonsense")).contains("UNKNOWN_IDENTIFIER");
            assertThat(clickHouse.folder().resolve("engine.log")).isEmptyFile();

            new ProcessBuilder("/bin/sh", "-c", "kill -ABRT " + clickHouse.pid()).start();

            var end = clickHouse.endByItself().get(60, TimeUnit.SECONDS);
            assertThat(end.message()).contains("exit code 134 (SIGABRT)");
            assertThat(end.log()).content().contains("<Fatal>", "Signal description: Aborted", "Stack trace: 0x");
            EngineEndTest.forget(end);
        }
    }

    @Test
    void shouldRunABinaryAsAServerAndStopItWithItsWatch() throws Exception {
        var binary = folder.resolve("clickhouse");
        Files.writeString(binary, """
                #!/bin/sh
                exec "%s/bin/java" -cp "%s" %s "$@"
                """.formatted(
                        System.getProperty("java.home"), JavaCommand.ownClassPath(), FakeClickHouse.class.getName()));
        assertThat(binary.toFile().setExecutable(true)).isTrue();
        var data = folder.resolve("data");

        var clickHouse = LocalClickHouse.builder()
                .program(new ClickHouseProgram.Binary(binary))
                .folder(data)
                .replica(ClickHouseMain.class)
                .start();
        var first = serverPid(data);
        clickHouse.restart();
        var second = serverPid(data);
        clickHouse.close();

        assertThat(data.resolve("config/config.xml")).content().containsPattern("<interserver_http_port>\\d+<");
        assertThat(first).isNotEqualTo(second);
        assertThat(ProcessHandle.of(first)).isEmpty();
        assertThat(ProcessHandle.of(second)).isEmpty();
    }

    private static long serverPid(Path data) throws IOException {
        return Long.parseLong(Files.readString(data.resolve("config/pid")));
    }

    private static String query(LocalClickHouse clickHouse, String user, String password, String sql)
            throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(clickHouse.httpUrl()))
                    .header("X-ClickHouse-User", user)
                    .header("X-ClickHouse-Key", password)
                    .POST(HttpRequest.BodyPublishers.ofString(sql))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
