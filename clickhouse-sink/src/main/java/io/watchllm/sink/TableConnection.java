package io.watchllm.sink;

import com.clickhouse.client.api.Client;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.watchllm.sink.consume.RegistrySchemas;
import io.watchllm.sink.consume.TableAccess;
import io.watchllm.sink.consume.TopicIds;
import io.watchllm.sink.encode.SchemaSource;
import io.watchllm.sink.encode.TableColumn;
import io.watchllm.sink.write.BatchWriter;
import io.watchllm.sink.write.BlockInserter;
import io.watchllm.sink.write.DeadLetters;
import io.watchllm.sink.write.TableReader;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** What one table's loop needs of ClickHouse, Kafka and the registry, over the clients that all tables share. */
final class TableConnection implements TableAccess {
    private final Clients clients;
    private final TableReader reader;
    private final SchemaSource schemas;
    private final String quotedTable;

    /** The clients that all tables share. */
    record Clients(
            Client clickHouse, Admin admin, SchemaRegistryClient registry, DeadLetters deadLetters, Clock clock) {}

    TableConnection(String database, String table, Clients clients) {
        this.clients = clients;
        this.reader = new TableReader(clients.clickHouse(), database, table);
        this.schemas = new RegistrySchemas(clients.registry(), clients.clock());
        this.quotedTable = '`' + database + "`.`" + table + '`';
    }

    @Override
    public Opened open() {
        var columns = reader.columns();
        var inserter = new BlockInserter(clients.clickHouse(), quotedTable, reader.pinnedSettings());
        return new Opened(columns, new BatchWriter(inserter, clients.deadLetters(), reader));
    }

    @Override
    public List<TableColumn> columns() {
        return reader.columns();
    }

    @Override
    public SchemaSource schemas() {
        return schemas;
    }

    @Override
    public TopicIds topicIds() {
        return topic -> {
            try {
                var found = clients.admin()
                        .describeTopics(List.of(topic))
                        .allTopicNames()
                        .get();
                return Objects.requireNonNull(found.get(topic), topic).topicId().toString();
            } catch (InterruptedException interrupted) {
                throw new InterruptException(interrupted);
            } catch (ExecutionException failure) {
                throw new KafkaException("the id of topic " + topic + " is not to be had", failure.getCause());
            }
        };
    }
}
