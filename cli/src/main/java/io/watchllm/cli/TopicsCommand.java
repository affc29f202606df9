package io.watchllm.cli;

import io.watchllm.cli.kafka.KafkaConnection;
import io.watchllm.schemas.TopicSetup.Created;
import io.watchllm.schemas.TopicSetup.Differs;
import io.watchllm.schemas.TopicSetup.Present;
import io.watchllm.schemas.Topics;
import io.watchllm.service.KafkaSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code watchllm topics create}. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The topics of the pipeline and the schemas on them.")
final class TopicsCommand {
    @Spec
    private CommandSpec spec;

    @Mixin
    private EnvironmentOption environment;

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Create the topics that are missing and register the schema of each. Doing it again changes"
                    + " nothing; a topic whose settings differ is named and left as it is.")
    int create() {
        Quiet.services();
        var out = spec.commandLine().getOut();
        var connection = new KafkaConnection(KafkaSettings.from(environment.environment()));
        for (var outcome : connection.setUp(Topics.ALL)) {
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
        out.flush();
        return 0;
    }
}
