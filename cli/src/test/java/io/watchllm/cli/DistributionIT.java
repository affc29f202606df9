package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The jars of the image are those of the list: a new one is seen in review, and development tools are never among them.
 */
class DistributionIT {
    private static final Path JARS = Path.of("target", "distribution", "lib");
    private static final Path LIST = Path.of("src", "test", "resources", "distribution.txt");

    @Test
    void shouldHoldTheJarsOfTheListAlone() throws IOException {
        try (var files = Files.list(JARS)) {
            var jars = files.map(file -> file.getFileName().toString())
                    .map(name -> name.replaceFirst("-\\d.*\\.jar$", ""))
                    .sorted()
                    .toList();

            assertThat(jars)
                    .as("jars of the image; what is new is put into %s once somebody has looked at it", LIST)
                    .isEqualTo(Files.readAllLines(LIST));
            assertThat(jars)
                    .doesNotContain(
                            "dev-cli", "local-stack", "chaos", "benchmarks", "kafka_2.13", "jmh-core", "zookeeper");
        }
    }
}
