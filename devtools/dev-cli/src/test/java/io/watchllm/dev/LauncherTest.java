package io.watchllm.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher of a checkout, with a Maven that counts its builds and a JVM that tells what it was started with:
 * services go on running while sources change under them.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "flock keeps launchers apart, which macOS does not have")
@Timeout(60)
class LauncherTest {
    /** Makes a jar that holds the number of the build; while it runs, another launcher starts. */
    private static final String MAVEN = """
            #!/bin/sh
            root=$(cd "$(dirname "$0")" && pwd)
            echo build >>"$root/builds"
            if [ -f "$root/start-another" ]; then
                rm "$root/start-another"
                "$root/watchllm" another >"$root/another" 2>&1 &
            fi
            mkdir -p "$root/devtools/dev-cli/target/distribution/lib"
            wc -l <"$root/builds" | tr -d ' ' >"$root/devtools/dev-cli/target/distribution/lib/watchllm.jar"
            """;

    /** Tells its arguments, one a line, and what its jar holds at the start and at the end. */
    private static final String JAVA = """
            #!/bin/sh
            while [ "$1" != -cp ]; do echo "flag $1"; shift; done
            lib=${2%/*}
            echo "jar $(cat "$lib/watchllm.jar")"
            if [ "$4" = serve ]; then
                echo serving
                read -r line
                echo "jar $(cat "$lib/watchllm.jar")"
            fi
            """;

    @TempDir
    private Path root;

    @BeforeEach
    void checkOut() throws IOException {
        program(root.resolve("mvnw"), MAVEN);
        program(root.resolve("jdk/bin/java"), JAVA);
        program(root.resolve("jdk/bin/javac"), "#!/bin/sh\n");
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        Files.copy(
                Path.of("..", "..").resolve("watchllm"), root.resolve("watchllm"), StandardCopyOption.COPY_ATTRIBUTES);
        source("cli/src/main/java/A.java");
        source("clickhouse/queries/b.sql");
        source("pom.xml");
    }

    @Test
    void shouldBuildWhatChangedAndNothingElse() throws Exception {
        assertThat(run("x")).contains("jar 1");
        assertThat(run("x")).contains("jar 1");
        source("cli/src/test/java/T.java");
        assertThat(run("x")).contains("jar 1");
        changed("cli/src/main/java/A.java");
        assertThat(run("x")).contains("jar 2");
    }

    @Test
    void shouldForgetWhatWasMadeOfAFileThatIsGone() throws Exception {
        run("x");
        source("clickhouse/target/classes/queries/b.sql");
        Files.delete(root.resolve("clickhouse/queries/b.sql"));

        assertThat(run("x")).contains("jar 2");
        assertThat(root.resolve("clickhouse/target/classes")).doesNotExist();
    }

    @Test
    void shouldLeaveARunningProcessItsJars() throws Exception {
        var service = start("serve");
        var output = service.inputReader(StandardCharsets.UTF_8);
        assertThat(Stream.generate(() -> line(output)).takeWhile(line -> !line.equals("serving")))
                .contains("jar 1");

        changed("cli/src/main/java/A.java");
        assertThat(run("x")).contains("jar 2");
        changed("cli/src/main/java/A.java");
        assertThat(run("x")).contains("jar 3");
        assertThat(folders()).as("the one in use, and the newest").hasSize(2);

        service.getOutputStream().close();
        assertThat(output.readLine()).as("what the service loads now").isEqualTo("jar 1");
        assertThat(service.waitFor()).isZero();
        changed("cli/src/main/java/A.java");
        assertThat(run("x")).contains("jar 4");
        assertThat(folders()).hasSize(1);
    }

    @Test
    void shouldBuildOnceForLaunchersThatStartTogether() throws Exception {
        source("start-another");

        assertThat(run("x")).contains("jar 1");
        await().untilAsserted(
                        () -> assertThat(root.resolve("another")).content().contains("jar 1"));

        assertThat(Files.readAllLines(root.resolve("builds"))).hasSize(1);
    }

    @Test
    void shouldHandFlagsOnAsTheyAre() throws Exception {
        source("-Da=1");

        assertThat(run("x")).contains("flag -Da=*", "flag -Xmx32m");
    }

    @Test
    void shouldSayThatABuildFailed() throws Exception {
        program(root.resolve("mvnw"), "#!/bin/sh\necho 'no such symbol'\nexit 1\n");

        assertThat(run("x")).contains("no such symbol", "watchllm: the build failed; the messages above say why.");
    }

    private List<Path> folders() throws IOException {
        try (var folders = Files.list(root.resolve("devtools/dev-cli/target/distribution"))) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("lib-"))
                    .toList();
        }
    }

    private List<String> run(String argument) throws IOException, InterruptedException {
        var process = start(argument);
        process.getOutputStream().close();
        var lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        process.waitFor();
        return lines;
    }

    private Process start(String argument) throws IOException {
        var builder = new ProcessBuilder(root.resolve("watchllm").toString(), argument)
                .directory(root.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().put("WATCHLLM_JAVA_OPTS", "-Da=* -Xmx32m");
        return builder.start();
    }

    private static String line(BufferedReader output) {
        try {
            return String.valueOf(output.readLine());
        } catch (IOException problem) {
            throw new AssertionError(problem);
        }
    }

    private void source(String file) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
        // Older than whatever is built from it.
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(60)));
    }

    private void changed(String file) throws IOException {
        var path = root.resolve(file);
        Files.writeString(path, "");
    }

    private static void program(Path path, String text) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        assertThat(path.toFile().setExecutable(true)).isTrue();
    }
}
