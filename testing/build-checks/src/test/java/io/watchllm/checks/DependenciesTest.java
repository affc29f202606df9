package io.watchllm.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the build takes from elsewhere. */
class DependenciesTest {
    private final Path root = SourceTree.ofWorkingDirectory().root();

    /** docs/adr/0017-property-tests.md. */
    @Test
    void shouldKeepToTheLastJqwikThatLeavesTheBuildLogAlone() throws IOException {
        assertThat(Files.readString(root.resolve("pom.xml"))).contains("<jqwik.version>1.9.3</jqwik.version>");
    }

    /** Maven itself comes over the network, too. */
    @Test
    void shouldCheckTheMavenThatTheWrapperFetches() throws IOException {
        assertThat(Files.readString(root.resolve(".mvn/wrapper/maven-wrapper.properties")))
                .containsPattern("(?m)^distributionSha256Sum=[0-9a-f]{64}$");
    }

    /** What is taken out of another archive is unseen by the SBOM unless it becomes an artifact of its own. */
    @Test
    void shouldUnpackNothingButTheRegistryClient() throws IOException {
        for (var module : SourceTree.ofWorkingDirectory().modules()) {
            var path = root.relativize(module).toString();
            if (!path.equals("schemas/registry-client")) {
                assertThat(Files.readString(module.resolve("pom.xml")))
                        .as("%s/pom.xml", path)
                        .doesNotContain("<goal>unpack", "maven-shade-plugin", "maven-assembly-plugin");
            }
        }
    }

    /** Test engines and fault proxies stay out of what ships: DistributionIT lists the jars, this holds the poms. */
    @Test
    void shouldLetNothingThatShipsDependOnDevelopmentTools() throws IOException {
        for (var module : SourceTree.ofWorkingDirectory().modules()) {
            var path = root.relativize(module).toString();
            if (path.isEmpty() || path.startsWith("devtools") || path.startsWith("testing")) {
                continue;
            }
            var pom = Files.readString(module.resolve("pom.xml"));
            for (var tool : new String[] {"local-stack", "chaos", "benchmarks", "dev-cli", "test-stack"}) {
                assertThat(pom)
                        .as("%s/pom.xml", path)
                        .doesNotContainPattern("<artifactId>" + tool + "</artifactId>\\s*</dependency>");
            }
        }
    }
}
