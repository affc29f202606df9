package io.watchllm.chaos.stage;

import io.watchllm.chaos.child.SinkMain;
import io.watchllm.chaos.core.Ledger;
import io.watchllm.chaos.core.ScenarioResult;
import io.watchllm.chaos.core.ScenarioResult.Balance;
import io.watchllm.chaos.core.ScenarioResult.Remarks;
import io.watchllm.chaos.proxy.ClickHouseProxy;
import io.watchllm.chaos.proxy.FaultInjector;
import io.watchllm.chaos.proxy.KafkaProxy;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.localstack.LocalKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One scenario's topic, tables, proxy and sinks, on the engines that all share. */
public final class TestBed implements AutoCloseable {
    /** Partitions of each topic. */
    public static final int PARTITIONS = 4;

    private static final String HEAP = "-Xmx256m";

    private final Engines engines;
    private final Plan plan;
    private final long begun = System.nanoTime();
    private final Random random;
    private final Ledger ledger;
    private final Tables tables;
    private final Group group;
    private final ClickHouseProxy clickHouse;
    private final FaultInjector<KafkaProxy.Commit> commits;
    private final Load load;
    private final Operator operator;
    private final List<ServiceProcess> sinks = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private @Nullable Replicas replicas;
    private String clockAhead = "PT0S";
    private int faults;
    private int started;
    private int restarted;
    private long twiceSaid;

    /**
     * What is played.
     *
     * @param name name of the scenario
     * @param rows records to send
     * @param seed what chance rests on
     * @param window blocks that the tables remember
     * @param away how long a server stays away where a scenario has it away
     */
    public record Plan(String name, int rows, long seed, int window, Duration away) {}

    public TestBed(Engines engines, Plan plan) {
        this.engines = engines;
        this.plan = plan;
        random = new Random(plan.seed() * 31 + plan.name().hashCode());
        ledger = new Ledger(plan.rows());
        tables = new Tables(engines.sql(), plan.name().replace('-', '_'));
        group = new Group(engines, "chaos." + plan.name(), "chaos-" + plan.name(), PARTITIONS);
        clickHouse = new ClickHouseProxy(engines.stack().clickHouse().httpPort());
        commits = engines.kafkaProxy().commits(group.name());
        tables.create(plan.window());
        group.createTopic();
        group.configure();
        load = new Load(engines.bootstrap(), group.topic(), PARTITIONS, engines.register(group.topic()), ledger);
        variables.putAll(SinkVariables.of(engines, clickHouse.port(), plan.rows()));
        operator = new Operator(
                engines, group, new SinkTable(tables.name(), group.topic(), group.name()), Map.copyOf(variables));
    }

    /** After so long a sink gives an insert up. */
    public Duration insertTimeout() {
        return SinkVariables.INSERT_TIMEOUT;
    }

    public Plan plan() {
        return plan;
    }

    public Random random() {
        return random;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Tables tables() {
        return tables;
    }

    public Group group() {
        return group;
    }

    public Load load() {
        return load;
    }

    public Operator operator() {
        return operator;
    }

    public TableFiles files() {
        return new TableFiles(engines.sql(), tables);
    }

    /** The proxy before ClickHouse. */
    public ClickHouseProxy clickHouse() {
        return clickHouse;
    }

    /** What becomes of inserts. */
    public FaultInjector<ClickHouseProxy.Insert> inserts() {
        return clickHouse.inserts();
    }

    /** What becomes of the offset commits of the scenario's sinks. */
    public FaultInjector<KafkaProxy.Commit> commits() {
        return commits;
    }

    /** The server itself; all scenarios share it. */
    public LocalClickHouse clickHouseServer() {
        return engines.stack().clickHouse();
    }

    /** The broker itself; all scenarios share it. */
    public LocalKafka broker() {
        return engines.stack().kafka();
    }

    /** Two more brokers, which have the scenario's topic from now on. */
    public Replicas replicas() {
        var two = new Replicas(engines, group);
        replicas = two;
        load.newGeneration();
        return two;
    }

    /** From now on sinks start with this variable. */
    public void set(String variable, String value) {
        variables.put(variable, value);
    }

    /** From now on clocks of sinks are so far ahead, or behind: a duration as ISO 8601 has it. */
    public void clockAhead(String duration) {
        clockAhead = duration;
    }

    /** Starts a further sink. */
    public ServiceProcess startSink() {
        return startSink(engines.childClasses().reading());
    }

    private ServiceProcess startSink(List<String> archive) {
        started++;
        var arguments = List.of(tables.name(), group.topic(), group.name(), clockAhead);
        var options = new ArrayList<>(archive);
        options.add(HEAP);
        var sink = new ServiceProcess(new ServiceProcess.Command(
                plan.name() + "-" + started,
                SinkMain.class,
                arguments,
                options,
                engines.childClasses().path(),
                Map.copyOf(variables),
                engines.folder()));
        sinks.add(sink);
        return sink;
    }

    /** The fault struck once more. */
    public void struck() {
        faults++;
    }

    /** A sink that stopped has named so many rows as being there more than once. */
    public void saidTwice(long rows) {
        twiceSaid += rows;
        note(rows + " rows twice, said");
    }

    /** How many sinks ended by themselves. */
    public int restarted() {
        return restarted;
    }

    /** Something worth knowing about the run. */
    public void note(String text) {
        notes.add(text);
    }

    /** Something that must hold besides delivery itself. */
    public void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    /**
     * Waits until everything that was sent is committed; starts a sink that ended by itself again, as a supervisor
     * does.
     */
    public void awaitDrained() {
        try {
            Wait.until("the topic is drained", () -> {
                for (var sink : List.copyOf(sinks)) {
                    if (sink.endedByItself()) {
                        sinks.remove(sink);
                        restarted++;
                        startSink();
                    }
                }
                return group.drained();
            });
        } catch (ChaosException notDrained) {
            throw new ChaosException(notDrained.getMessage() + ": " + group.describe(), notDrained);
        }
    }

    /** Brings all rows in by a sink that leaves its classes behind for those that come. */
    public void rehearse() {
        var sink = startSink(engines.childClasses().writing());
        load.send(load.left());
        awaitDrained();
        sink.terminate();
    }

    /** Sends what is left, waits until it is committed, and stops the sinks. */
    public void finish() {
        load.send(load.left());
        awaitDrained();
        stopSinks();
        Wait.until("no insert is under way", clickHouse::quiet);
    }

    private void stopSinks() {
        sinks.forEach(ServiceProcess::kill);
        sinks.clear();
    }

    /** Compares the counts with the tables. */
    public ScenarioResult result() {
        var finding = new Oracle(engines.sql(), tables).evaluate(ledger);
        var poisoned = ledger.poisoned();
        if (poisoned > 0) {
            var deadLetters =
                    DeadLetterTopic.keys(engines.bootstrap(), group.topic()).size();
            note(deadLetters + " dead letters");
            require(deadLetters == poisoned, poisoned + " records are bad and " + deadLetters + " are dead letters");
        }
        group.ends()
                .forEach((partition, end) -> require(
                        ledger.records(partition.partition()) == end,
                        partition + " has " + end + " records, and the counts have "
                                + ledger.records(partition.partition())));
        if (restarted > 0) {
            note("sink ended by itself " + restarted + " times");
        }
        if (finding.lost() + finding.twice() > 0) {
            note("count=" + finding.count() + " ids=" + finding.ids() + " sources=" + finding.sources());
        }
        if (!finding.rollupsEqual()) {
            note(tables.sums());
        }
        var seconds = (System.nanoTime() - begun) / 1e9;
        return new ScenarioResult(
                plan.name(),
                ledger.size(),
                faults,
                new Balance(finding.lost(), operator.lostSaid(), finding.twice(), twiceSaid, finding.rollupsEqual()),
                seconds,
                new Remarks(notes, problems));
    }

    /** Also after an interrupt, which has done its work then: what is stopped here is waited for. */
    @Override
    public void close() {
        var _ = Thread.interrupted();
        stopSinks();
        load.close();
        clickHouse.close();
        if (replicas != null) {
            replicas.close();
        }
    }
}
