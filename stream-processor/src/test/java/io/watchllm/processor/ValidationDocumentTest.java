package io.watchllm.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.runtime.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ValidationDocumentTest {

    private static final Path FILE = Path.of("..", "docs", "services", "validation.md");
    private static final Pattern VARIABLE = Pattern.compile("WATCHLLM_[A-Z_]+");
    private static final String ADVICE =
            "docs/services/validation.md is out of date; ./mvnw test -pl stream-processor -am -Dtest=ValidationDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true writes it";

    @Test
    void shouldBeWhatTheCodeSays() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FILE, ValidationDocument.text());
        }

        assertThat(Files.exists(FILE)).as(ADVICE).isTrue();
        assertThat(Files.readString(FILE)).as(ADVICE).isEqualTo(ValidationDocument.text());
    }

    @Test
    void shouldNameSettingsThatThereAre() {
        var settings = ProcessorSettings.SETTINGS.stream().map(Setting::name).toList();

        assertThat(VARIABLE.matcher(ValidationDocument.text()).results().map(MatchResult::group))
                .isNotEmpty()
                .isSubsetOf(settings);
    }
}
