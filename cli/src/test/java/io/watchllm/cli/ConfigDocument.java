package io.watchllm.cli;

import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.notifier.config.NotifierSettings;
import io.watchllm.processor.PrivacySettings;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.HttpSettings;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.Setting;
import java.util.List;

/** Writes {@code docs/operators/config.md} from the settings records of all processes. */
final class ConfigDocument {
    private static final String BEGIN = """
            # Settings

            This page is generated from the settings of the processes; a test fails when it is out of date.

            Every process reads environment variables, once, when it starts. A variable that is set but blank counts as not set.
            A value that can't be used ends the process with exit code 2 and a message that names the variable, the value and what
            was expected. A change takes a restart. Commands also take `--env-file FILE` with `NAME=value` lines; the environment
            goes before the file. The file is read as a shell (`set -a; . FILE`) and Compose (`env_file`) read it: comments,
            `export`, single and double quotes, blanks around `=`, line ends of Windows. What they would read differently, such as
            `$` outside of single quotes, is refused with the number of its line. Of two lines with one name the last one counts,
            and a line on standard error says so; another says when a file with secrets can be read by other users.

            Security of Kafka and the Schema Registry (SASL, TLS, basic authentication) goes into the properties file that
            `WATCHLLM_KAFKA_CONFIG` names, in the words of Kafka's own clients.

            """;

    private static final String OTHERS = """
            ## Launcher, local engines, tests

            These are no settings of a process, and are read by what starts it.

            | variable | what may stand in it | when not set | meaning |
            |---|---|---|---|
            | `WATCHLLM_JAVA_OPTS` | flags, with spaces between | | Flags for the JVM, of `./watchllm` and of the container image. |
            | `WATCHLLM_LOG_LEVEL` | TRACE, DEBUG, INFO, WARN, ERROR | `INFO` | How much WatchLLM's own code logs, on standard error. |
            | `WATCHLLM_CACHE_DIR` | path | `watchllm` in the user's cache folder | Where fetched engines of the local stack are kept. |
            | `WATCHLLM_MAVEN_REPOSITORY` | URL | Maven Central | Where the local stack's Schema Registry is fetched from. |
            | `WATCHLLM_CLICKHOUSE_BINARY_URL` | https or file URL, or http with `#sha256=` and its sum | | A `clickhouse` executable for the local stack, in place of the library from npm. |
            | `WATCHLLM_TEST_STACK` | embedded, containers | `embedded` | What integration tests run on; containers need a container engine that answers. |
            """;

    private final StringBuilder text = new StringBuilder(BEGIN);

    private ConfigDocument() {}

    /** The whole page. */
    static String text() {
        var page = new ConfigDocument();
        var shared = List.of(
                KafkaSettings.SETTINGS,
                HttpSettings.SETTINGS,
                ClickHouseSettings.SETTINGS,
                ClusterSettings.SETTINGS,
                PrivacySettings.SETTINGS);
        page.group(
                "Kafka and Schema Registry",
                "`processor`, `sink`, `notifier`, `topics`, `send`, `simulate`, `alerts`, `dead-letters`, `prices`.",
                KafkaSettings.SETTINGS);
        page.group(
                "Health and metrics", "`processor`, `sink`, `notifier`; `health` asks there.", HttpSettings.SETTINGS);
        page.group("ClickHouse", "`sink`, `schema`.", ClickHouseSettings.SETTINGS);
        page.group(
                "ClickHouse on several nodes",
                "`sink`, `schema`, and what reads the tables. See [clusters](clusters.md).",
                ClusterSettings.SETTINGS);
        page.group("Privacy", "`processor`, `send`.", PrivacySettings.SETTINGS);
        page.group("Processor", "`processor`.", ProcessVariables.without(ProcessorSettings.SETTINGS, shared));
        page.group("Sink", "`sink`.", ProcessVariables.without(SinkSettings.SETTINGS, shared));
        page.group(
                "Notifier",
                "`notifier`. The file of targets names further variables, with addresses and secrets.",
                ProcessVariables.without(NotifierSettings.SETTINGS, shared));
        page.group("Schema tool", "`schema create`.", ProcessVariables.without(SchemaSettings.SETTINGS, shared));
        page.text.append(OTHERS);
        return page.text.toString();
    }

    private void group(String title, String readers, List<Setting<?>> settings) {
        text.append("## ").append(title).append("\n\nRead by: ").append(readers).append("\n\n");
        text.append("| variable | what may stand in it | when not set | meaning |\n|---|---|---|---|\n");
        for (var setting : settings) {
            text.append("| `%s` | %s | %s | %s |\n"
                    .formatted(setting.name(), cell(setting.kind()), absent(setting), cell(setting.doc())));
        }
        text.append('\n');
    }

    private static String absent(Setting<?> setting) {
        var text = setting.defaultText();
        if (text == null) {
            return "must be set";
        }
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
