package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigDocumentTest {
    private static final Path ROOT = Path.of("..");
    private static final Path FILE = ROOT.resolve("docs/operators/config.md");
    private static final String ADVICE =
            "docs/operators/config.md is out of date; ./mvnw test -pl cli -am -Dtest=ConfigDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true writes it";

    /** A whole name: what ends with _ is the beginning of several. */
    private static final Pattern VARIABLE = Pattern.compile("\\bWATCHLLM_[A-Z0-9_]*[A-Z0-9]\\b(?!_)");

    @Test
    void shouldBeWhatTheSettingsSay() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, ConfigDocument.text());
        }

        assertThat(Files.exists(FILE)).as(ADVICE).isTrue();
        assertThat(Files.readString(FILE)).as(ADVICE).isEqualTo(ConfigDocument.text());
    }

    @Test
    void shouldHaveEveryVariableThatTheSourcesName() throws IOException {
        var named = new TreeSet<String>();
        try (var files = Files.walk(ROOT)) {
            for (var file : files.filter(ConfigDocumentTest::mayNameVariables).toList()) {
                VARIABLE.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .forEach(named::add);
            }
        }

        assertThat(named).contains("WATCHLLM_KAFKA_BOOTSTRAP", "WATCHLLM_JAVA_OPTS", "WATCHLLM_LOG_LEVEL");
        assertThat(named).allSatisfy(name -> assertThat(ConfigDocument.text()).contains("`" + name + "`"));
    }

    private static boolean mayNameVariables(Path file) {
        var path = ROOT.relativize(file).toString();
        var source = path.matches("([^/]+/)+src/main/.*\\.(java|xml)");
        return Files.isRegularFile(file) && (source || path.equals("watchllm") || path.equals("deploy/watchllm"));
    }
}
