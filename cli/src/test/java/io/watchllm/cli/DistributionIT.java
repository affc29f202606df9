package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The jars of the image are those of the list: a new one is seen in review, and development tools are never among them.
 * The SBOM beside them describes each.
 */
class DistributionIT {
    private static final Path DISTRIBUTION = Path.of("target", "distribution");
    private static final Path LIST = Path.of("src", "test", "resources", "distribution.txt");

    @Test
    void shouldHoldTheJarsOfTheListAlone() throws IOException {
        var jars = jars().stream()
                .map(jar -> name(jar).replaceFirst("-\\d.*\\.jar$", ""))
                .sorted()
                .toList();

        assertThat(jars)
                .as("jars of the image; what is new is put into %s once somebody has looked at it", LIST)
                .isEqualTo(Files.readAllLines(LIST));
        assertThat(jars)
                .doesNotContain("dev-cli", "local-stack", "chaos", "benchmarks", "kafka_2.13", "jmh-core", "zookeeper");
    }

    /** By name, version and SHA-256, so that a jar that was changed on its way here is seen, too. */
    @Test
    void shouldDescribeEachJarInTheSbomAndNothingElse() throws IOException {
        var sbom = sbom();
        var described = new TreeMap<String, String>();
        for (var component : sbom.path("components")) {
            var previous = described.put(jarName(component), sha256(component));
            assertThat(previous)
                    .as("second component of %s", jarName(component))
                    .isNull();
        }
        var application = jarName(sbom.path("metadata").path("component"));
        described.put(application, sha256(DISTRIBUTION.resolve("lib", application)));

        var shipped = new TreeMap<String, String>();
        jars().forEach(jar -> shipped.put(name(jar), sha256(jar)));

        assertThat(described).as("what the SBOM says of each jar: its SHA-256").isEqualTo(shipped);
    }

    /** Scanners find known weaknesses by package URL. */
    @Test
    void shouldNameTheRegistryClientInTheSbomAsItsPublisherDoes() throws IOException {
        assertThat(StreamSupport.stream(sbom().path("components").spliterator(), false)
                        .map(component -> component.path("purl").asText().replaceFirst("@.*", ""))
                        .filter(purl -> purl.contains("confluent")))
                .containsExactly("pkg:maven/io.confluent/kafka-schema-registry-client");
    }

    private static JsonNode sbom() throws IOException {
        var file = DISTRIBUTION.resolve("watchllm.cdx.json");
        assertThat(file).as("the SBOM, which Maven does not make offline (-o)").exists();
        return new ObjectMapper().readTree(file.toFile());
    }

    private static List<Path> jars() throws IOException {
        try (var files = Files.list(DISTRIBUTION.resolve("lib"))) {
            return files.toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String jarName(JsonNode component) {
        return component.path("name").asText() + "-" + component.path("version").asText() + ".jar";
    }

    private static String sha256(JsonNode component) {
        return StreamSupport.stream(component.path("hashes").spliterator(), false)
                .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
                .map(hash -> hash.path("content").asText())
                .findFirst()
                .orElse("not given");
    }

    private static String sha256(Path jar) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        } catch (IOException | NoSuchAlgorithmException failure) {
            throw new AssertionError(jar.toString(), failure);
        }
    }
}
