package io.watchllm.cli.topics;

import io.watchllm.cli.shell.TopCommand;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.TopicSetup.Created;
import io.watchllm.schemas.TopicSetup.Difference;
import io.watchllm.schemas.TopicSetup.Differs;
import io.watchllm.schemas.TopicSetup.Present;
import io.watchllm.schemas.Topics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code watchllm topics create}. */
@Command(
        name = "topics",
        synopsisSubcommandLabel = "COMMAND",
        description = "The topics of the pipeline and the schemas on them.")
public final class TopicsCommand extends TopCommand {
    @Command(
            name = "create",
            description = "Create the topics that are missing and register the schema of each, with the compatibility"
                    + " BACKWARD_TRANSITIVE. Doing it again changes nothing; a topic whose settings differ is named and"
                    + " left as it is. The services only look schemas up: run this before a new version of them.")
    int create() {
        var out = out();
        var connection = kafka();
        var done = connection.setUp(Topics.ALL);
        for (var outcome : done.topics()) {
            switch (outcome) {
                case Created created ->
                    out.printf("%-28s created, %d partitions%n", created.topic(), created.partitions());
                case Present present -> out.printf("%-28s already there%n", present.topic());
                case Differs differs ->
                    differs.differences()
                            .forEach(one -> out.printf(
                                    "%-28s already there, but %s is %s, not %s%n",
                                    differs.topic(), one.setting(), one.found(), one.wanted()));
            }
        }
        tellUnsupported(done.unsupported(), out);
        done.compatibility()
                .forEach(change -> out.printf(
                        "%s: compatibility was %s, is %s now%n",
                        change.subject(),
                        change.found().isEmpty() ? "that of the registry" : change.found(),
                        Registration.COMPATIBILITY));
        return 0;
    }

    /** A line for each setting and value, however many topics want it. */
    private static void tellUnsupported(List<Differs> unsupported, PrintWriter out) {
        var topics = new LinkedHashMap<Difference, List<String>>();
        unsupported.forEach(topic -> topic.differences()
                .forEach(one ->
                        topics.computeIfAbsent(one, any -> new ArrayList<>()).add(topic.topic())));
        topics.forEach((one, names) -> out.printf(
                "%s is %s, not %s, on %s%n", one.setting(), one.found(), one.wanted(), String.join(", ", names)));
    }
}
