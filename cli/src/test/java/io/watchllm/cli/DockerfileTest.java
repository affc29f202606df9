package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the image is made from agrees with the build, the launcher and the Compose file. */
class DockerfileTest {
    private final List<String> lines = lines("Dockerfile");
    private final String launcher = String.join("\n", lines("deploy/watchllm"));

    @Test
    void shouldBuildAndRunOnTheJavaOfTheBuild() {
        var release = lines("pom.xml").stream()
                .filter(line -> line.contains("<maven.compiler.release>"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElseThrow();

        assertThat(instructions("FROM"))
                .containsExactly(
                        "eclipse-temurin:" + release + "-jdk-noble AS build",
                        "eclipse-temurin:" + release + "-jre-noble");
    }

    @Test
    void shouldTakeTheDistributionToWhereTheLauncherLooks() {
        assertThat(String.join("\n", lines("cli/pom.xml"))).contains("${project.build.directory}/distribution/lib");
        assertThat(instructions("COPY"))
                .contains("--from=build /build/cli/target/distribution/lib /opt/watchllm/lib")
                .contains(
                        "--from=build /build/cli/target/distribution/watchllm.cdx.json /opt/watchllm/watchllm.cdx.json")
                .contains("--chmod=755 deploy/watchllm /usr/local/bin/watchllm");
        assertThat(launcher).contains("-cp '/opt/watchllm/lib/*' " + Watchllm.class.getName() + " \"$@\"");
    }

    @Test
    void shouldGiveTheJvmTheFlagsThatTheCheckoutGivesIt() {
        var flags = "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${WATCHLLM_JAVA_OPTS:-}";

        assertThat(launcher).contains("exec java " + flags);
        assertThat(String.join("\n", lines("watchllm"))).contains(flags);
    }

    @Test
    void shouldNotRunAsRoot() {
        assertThat(instructions("USER")).containsExactly("10001:10001");
        assertThat(String.join("\n", lines)).contains("--gid 10001", "--uid 10001");
        assertThat(instructions("ENTRYPOINT")).containsExactly("[\"watchllm\"]");
    }

    /** In the image it would run wherever the image does, at the cost of the process that it asks. */
    @Test
    void shouldLeaveTheHealthCheckToWhoeverRunsTheImage() throws IOException {
        assertThat(instructions("HEALTHCHECK")).isEmpty();
        assertThat(ComposeFile.read().service("sink").healthTest().getLast()).contains("-Xmx32m", "watchllm health");
    }

    @Test
    void shouldKeepWhatIsNotSourceOutOfTheBuild() {
        assertThat(lines(".dockerignore")).contains(".git", "**/target");
    }

    private Stream<String> instructions(String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1));
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(ComposeFile.ROOT.resolve(file));
        } catch (IOException missing) {
            throw new AssertionError(file, missing);
        }
    }
}
