package io.watchllm.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EventsDocumentTest {

    private static final Path FILE = Path.of("..", "docs", "services", "events.md");
    private static final String ADVICE =
            "docs/services/events.md is out of date; ./mvnw test -pl schemas -am -Dtest=EventsDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true writes it";

    @Test
    void shouldBeWhatTheSchemasSay() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, EventsDocument.text());
        }

        assertThat(Files.exists(FILE)).as(ADVICE).isTrue();
        assertThat(Files.readString(FILE)).as(ADVICE).isEqualTo(EventsDocument.text());
    }
}
