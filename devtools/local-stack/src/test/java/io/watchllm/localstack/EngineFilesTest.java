package io.watchllm.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFilesTest {
    private static final String REGISTRY_FILE =
            "io/apicurio/apicurio-registry-app/3.3.3/apicurio-registry-app-3.3.3-all.tar.gz";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private byte[] served = new byte[0];
    private int servedLength;
    private int status = 200;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(status, servedLength);
            exchange.getResponseBody().write(served);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldFetchAndUnpackTheRegistryWhenItIsNowhere() throws Exception {
        var archive = TestArchive.of(folder, "quarkus-run.jar");
        serve(archive);

        var found = files(sum(archive), null).schemaRegistry();
        files(sum(archive), null).schemaRegistry();

        assertThat(found.resolve("quarkus-run.jar")).hasContent("content of quarkus-run.jar");
        assertThat(found).isDirectoryNotContaining("glob:**.tar.gz");
        assertThat(requests).hasValue(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("Fetching Schema Registry", "Fetched");
    }

    @Test
    void shouldTakeTheRegistryFromTheLocalMavenRepositoryWhenItsSumIsRight() throws Exception {
        var archive = TestArchive.of(folder, "quarkus-run.jar");
        inLocalMavenRepository(archive);

        var found = files(sum(archive), null).schemaRegistry();

        assertThat(found.resolve("quarkus-run.jar")).exists();
        assertThat(requests).hasValue(0);
    }

    @Test
    void shouldFetchWhenTheLocalMavenRepositoryHasAnotherFile() throws Exception {
        var archive = TestArchive.of(folder, "quarkus-run.jar");
        inLocalMavenRepository("broken".getBytes(StandardCharsets.UTF_8));
        serve(archive);

        var found = files(sum(archive), null).schemaRegistry();

        assertThat(found.resolve("quarkus-run.jar")).exists();
        assertThat(requests).hasValue(1);
    }

    @Test
    void shouldKeepNothingWhenTheSumIsWrong() throws Exception {
        serve(TestArchive.of(folder, "something-else.jar"));
        var files = files("00ff", null);

        assertThatThrownBy(files::schemaRegistry)
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("expected 00ff")
                .hasMessageContaining(server.getAddress().getPort() + "/" + REGISTRY_FILE);

        assertThat(folder.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void shouldKeepNothingWhenTheDownloadEndsEarly() throws Exception {
        var archive = TestArchive.of(folder, "quarkus-run.jar");
        serve(archive);
        servedLength = archive.length + 1;
        var files = files(sum(archive), null);

        assertThatThrownBy(files::schemaRegistry)
                .isInstanceOf(LocalStackException.class)
                .hasMessageStartingWith("Cannot fetch Schema Registry (Apicurio 3.3.3) from http://");

        assertThat(folder.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void shouldSayWhatTheServerSaidWhenItHasNoSuchFile() {
        status = 404;
        var files = files("00ff", null);

        assertThatThrownBy(files::schemaRegistry)
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("the server says 404");
    }

    @Test
    void shouldNameTheAddressWhenThereIsNoNetwork() {
        server.stop(0);
        var files = files("00ff", null);

        assertThatThrownBy(files::schemaRegistry)
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("127.0.0.1:" + server.getAddress().getPort())
                .hasMessageContaining("Check the network");
    }

    @Test
    void shouldUnpackTheLibraryThatNpmPacked() throws Exception {
        var archive = TestArchive.of(folder, "package/libchdb.so");
        npm("cp '" + Files.write(folder.resolve("packed"), archive) + "' \"$5/chdb.tgz\"; echo \"$@\" > '"
                + folder.resolve("asked") + "'");

        var found = files("", sum(archive)).clickHouse();

        assertThat(found)
                .isInstanceOfSatisfying(
                        ClickHouseProgram.Library.class,
                        library -> assertThat(library.file()).hasContent("content of package/libchdb.so"));
        assertThat(folder.resolve("asked")).content().startsWith("pack @chdb/lib-linux-x64-gnu@26.7.3-stable.1");
    }

    @Test
    void shouldKeepNothingWhenNpmPackedSomethingElse() throws Exception {
        npm("cp '" + Files.write(folder.resolve("packed"), TestArchive.of(folder, "package/libchdb.so"))
                + "' \"$5/chdb.tgz\"");
        var files = files("", "00ff");

        assertThatThrownBy(files::clickHouse)
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("@chdb/lib-linux-x64-gnu")
                .hasMessageContaining("expected 00ff");

        assertThat(folder.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void shouldSayWhatNpmSaidWhenItFails() throws Exception {
        npm("echo 'npm error code ENOTFOUND' >&2; exit 1");
        var files = files("", null);

        assertThatThrownBy(files::clickHouse)
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("npm error code ENOTFOUND")
                .hasMessageContaining("WATCHLLM_CLICKHOUSE_BINARY_URL");
    }

    @Test
    void shouldNameTheDiskWhenNpmFindsItFull() throws Exception {
        npm("echo 'npm error ENOSPC: no space left on device, write' >&2; exit 1");
        var files = files("", null);

        assertThatThrownBy(files::clickHouse)
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("filled up");
    }

    @Test
    void shouldNameTheThreeWaysOutWhenThereIsNeitherNpmNorBinary() {
        var files = files("", null);

        assertThatThrownBy(files::clickHouse)
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("1. install npm")
                .hasMessageContaining("2. put a clickhouse binary on the PATH")
                .hasMessageContaining("3. set WATCHLLM_CLICKHOUSE_BINARY_URL");
    }

    @Test
    void shouldPreferABinaryOnThePath() throws Exception {
        npm("exit 1");
        var binary = executable("clickhouse", "exit 0");

        assertThat(files("", null).clickHouse()).isEqualTo(new ClickHouseProgram.Binary(binary));
    }

    @Test
    void shouldPreferTheAddressGivenOverThePath() throws Exception {
        executable("clickhouse", "exit 0");
        var content = "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8);
        serve(content);
        var address = URI.create(serverAddress() + "clickhouse#sha256=" + sum(content));

        var found = files("", null, address).clickHouse();

        assertThat(found).isInstanceOfSatisfying(ClickHouseProgram.Binary.class, binary -> {
            assertThat(binary.file()).isExecutable().hasBinaryContent(content);
            assertThat(binary.file()).startsWith(folder.resolve("cache"));
        });
    }

    @Test
    void shouldRefuseTheBinaryWhenItsSumIsWrong() {
        serve("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
        var files = files("", null, URI.create(serverAddress() + "clickhouse#sha256=00ff"));

        assertThatThrownBy(files::clickHouse)
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("expected 00ff");
    }

    @Test
    void shouldCopyTheBinaryWhenTheAddressIsAFile() throws Exception {
        var binary = Files.writeString(folder.resolve("my-clickhouse"), "#!/bin/sh\n");

        var found = files("", null, binary.toUri()).clickHouse();

        assertThat(found)
                .isInstanceOfSatisfying(
                        ClickHouseProgram.Binary.class,
                        copy -> assertThat(copy.file()).isExecutable().hasSameBinaryContentAs(binary));
    }

    private EngineFiles files(String registrySum, @Nullable String librarySum) {
        return files(registrySum, librarySum, null);
    }

    private EngineFiles files(String registrySum, @Nullable String librarySum, @Nullable URI binary) {
        var settings = new FetchSettings(
                folder.resolve("cache"),
                folder.resolve("m2"),
                URI.create(serverAddress()),
                binary,
                List.of(folder.resolve("bin")),
                Platform.LINUX_X64);
        var progress = new FetchProgress(new PrintStream(said, true, StandardCharsets.UTF_8), false);
        return new EngineFiles(settings, progress, new EngineFiles.Pins(registrySum, librarySum));
    }

    private String serverAddress() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void serve(byte[] content) {
        served = content;
        servedLength = content.length;
    }

    private void inLocalMavenRepository(byte[] content) throws IOException {
        var file = folder.resolve("m2").resolve(REGISTRY_FILE);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private void npm(String script) throws IOException {
        executable("npm", script);
    }

    private Path executable(String name, String script) throws IOException {
        var file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private static String sum(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
