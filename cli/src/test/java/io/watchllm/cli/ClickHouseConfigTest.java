package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** The shipped configuration of ClickHouse bounds every table that the server keeps about itself. */
class ClickHouseConfigTest {
    private static final String FILE = "deploy/clickhouse.xml";

    /** What the server's own configuration switches on, unless another says otherwise (ClickHouse 26.7). */
    private static final List<String> ON_BY_DEFAULT = List.of(
            "query_log",
            "trace_log",
            "query_thread_log",
            "query_views_log",
            "part_log",
            "text_log",
            "metric_log",
            "error_log",
            "query_metric_log",
            "asynchronous_metric_log",
            "opentelemetry_span_log",
            "crash_log",
            "processors_profile_log",
            "asynchronous_insert_log",
            "backup_log",
            "s3queue_log",
            "blob_storage_log",
            "background_schedule_pool_log");

    private static List<Element> elements = List.of();

    @BeforeAll
    static void read() throws Exception {
        elements = parse();
    }

    static Stream<Element> logs() throws Exception {
        return parse().stream().filter(element -> element.getTagName().endsWith("_log"));
    }

    @Test
    void shouldSayOfEachLogWhatBecomesOfIt() {
        assertThat(elements)
                .extracting(Element::getTagName)
                .containsAll(ON_BY_DEFAULT)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.endsWith("_log") || name.equals("logger"));
    }

    @ParameterizedTest
    @MethodSource("logs")
    void shouldBoundEachLogThatIsKept(Element log) {
        if (log.hasAttribute("remove")) {
            assertThat(children(log)).isEmpty();
            return;
        }
        // Without it, an engine or a partition of the server's own configuration stays beside ours, which it refuses.
        assertThat(log.hasAttribute("replace")).as(log.getTagName()).isTrue();
        assertThat(text(log, "database")).isEqualTo("system");
        assertThat(text(log, "table")).isEqualTo(log.getTagName());
        assertThat(text(log, "partition_by")).isEqualTo("event_date");
        assertThat(text(log, "ttl")).matches("event_date \\+ INTERVAL [1-9]\\d? DAY DELETE");
        assertThat(children(log)).extracting(Element::getTagName).doesNotContain("engine");
    }

    @Test
    void shouldBoundTheLogFiles() {
        var logger = elements.stream()
                .filter(element -> element.getTagName().equals("logger"))
                .findFirst()
                .orElseThrow();

        assertThat(text(logger, "size")).matches("\\d+M");
        assertThat(Integer.parseInt(text(logger, "count"))).isBetween(1, 10);
    }

    @Test
    void shouldBeWhatTheServerOfTheComposeFileReads() throws Exception {
        assertThat(ComposeFile.read().service("clickhouse").words("volumes"))
                .contains("./" + FILE + ":/etc/clickhouse-server/config.d/system-logs.xml:ro");
    }

    private static List<Element> parse() throws Exception {
        var file = ComposeFile.ROOT.resolve(FILE).toFile();
        return children(DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(file)
                .getDocumentElement());
    }

    private static List<Element> children(Element parent) {
        var found = new ArrayList<Element>();
        for (var child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(name))
                .map(Element::getTextContent)
                .findFirst()
                .orElse("");
    }
}
