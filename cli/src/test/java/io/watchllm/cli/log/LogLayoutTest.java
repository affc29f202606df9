package io.watchllm.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the configuration of the services' logs makes of events that hold text from outside. */
class LogLayoutTest {
    private static final String HOSTILE =
            "key\u001B]52;c;x\u0007\u009B31m\u202E\n2026-11-30T09:00:00.000Z INFO  forged";

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() throws Exception {
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(LogLayoutTest.class.getResource("/logback.xml")));
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void shouldTellAnEventOnOneLineWithoutWhatSteersATerminal() {
        assertThat(line(HOSTILE, null))
                .endsWith(".Test key\uFFFD]52;c;x\uFFFD\uFFFD31m\uFFFD 2026-11-30T09:00:00.000Z INFO  forged\n")
                .hasLineCount(1);
    }

    @Test
    void shouldCutALongMessage() {
        assertThat(line("x".repeat(2_003), null)).endsWith(" " + "x".repeat(2_000) + "… (3 characters more)\n");
    }

    @Test
    void shouldTellAnExceptionInLinesThatAreNoEvents() {
        var failure = new IllegalStateException(HOSTILE, new IllegalArgumentException("cause\n" + "y".repeat(3_000)));
        failure.addSuppressed(new RuntimeException("beside\nit"));

        var lines = line("failed", failure).lines().toList();

        assertThat(lines.getFirst()).endsWith(" failed");
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("\t"));
        assertThat(lines.get(1))
                .startsWith("\tjava.lang.IllegalStateException: key\uFFFD]52")
                .endsWith("forged");
        assertThat(lines)
                .anyMatch(line -> line.startsWith("\t\tat io.watchllm.cli.log.LogLayoutTest"))
                .contains("\tSuppressed: java.lang.RuntimeException: beside it")
                .contains("\tCaused by: java.lang.IllegalArgumentException: cause " + "y".repeat(1_994)
                        + "… (1006 characters more)");
        assertThat(String.join("", lines)).doesNotContain("\u001B", "\u009B", "\u202E");
    }

    private String line(String message, @Nullable Throwable failure) {
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        var appender = (OutputStreamAppender<ILoggingEvent>) root.getAppender("stderr");
        var logger = context.getLogger("io.watchllm.Test");
        var event = new LoggingEvent(LogLayoutTest.class.getName(), logger, Level.WARN, message, failure, null);
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8)
                .replace(System.lineSeparator(), "\n");
    }
}
