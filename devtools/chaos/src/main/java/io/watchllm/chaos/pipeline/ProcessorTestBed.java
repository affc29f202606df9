package io.watchllm.chaos.pipeline;

import io.watchllm.chaos.core.Ledger;
import io.watchllm.chaos.core.PipelineResult;
import io.watchllm.chaos.core.PipelineResult.Balance;
import io.watchllm.chaos.core.ScenarioResult.Remarks;
import io.watchllm.chaos.proxy.Fault;
import io.watchllm.chaos.proxy.FaultInjector;
import io.watchllm.chaos.proxy.Gate;
import io.watchllm.chaos.proxy.KafkaProxy;
import io.watchllm.chaos.proxy.TcpProxy;
import io.watchllm.chaos.stage.ChaosException;
import io.watchllm.chaos.stage.ServiceProcess;
import io.watchllm.chaos.stage.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;

/** One scenario's processors and what is sent to them, on a lane of its own. */
public final class ProcessorTestBed implements AutoCloseable {
    private static final Duration ALERTS_LATE_MAX = Duration.ofSeconds(20);
    private static final int EVENTS_A_SECOND_MIN = 500;
    private static final Duration TURN = Duration.ofMillis(200);

    private final PipelineEngines engines;
    private final ScenarioPipeline lane;
    private final String name;
    private final Tempo tempo;
    private final long begun = System.nanoTime();
    private final Random random;
    private final Ledger ledger;
    private final Positions positions;
    private final EventFeed feed;
    private final TcpProxy registry;
    private final FaultInjector<KafkaProxy.Request> requests;
    private final Processors processors;
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int faults;

    /**
     * Nothing runs on it yet.
     *
     * @param name of the scenario
     * @param seed what chance rests on
     */
    public ProcessorTestBed(PipelineEngines engines, ScenarioPipeline lane, String name, long seed) {
        this.engines = engines;
        this.lane = lane;
        this.name = name;
        var script = engines.script();
        tempo = Tempo.of(script.sends());
        random = new Random(seed * 31 + name.hashCode());
        ledger = new Ledger(script.sends());
        positions = new Positions(lane, applicationId());
        feed = new EventFeed(lane.bootstrap(), script, engines.records(), ledger);
        registry = new TcpProxy(engines.registry().port());
        requests = lane.proxy().requests(applicationId());
        processors = new Processors(engines, name);
        tempo.properties().forEach(processors::property);
        Map.of(
                        "WATCHLLM_KAFKA_BOOTSTRAP",
                        lane.bootstrap(),
                        "WATCHLLM_SCHEMA_REGISTRY_URL",
                        registryUrl(),
                        "WATCHLLM_PROCESSOR_APPLICATION_ID",
                        applicationId(),
                        "WATCHLLM_PROCESSOR_REGISTRY_RETRY",
                        tempo.real() ? "30s" : "3s",
                        "WATCHLLM_PROCESSOR_CLOSE_TIMEOUT",
                        tempo.real() ? "30s" : "5s",
                        "WATCHLLM_PRIVACY_RULES",
                        engines.privacyRules().toString(),
                        "WATCHLLM_HTTP_HOST",
                        "127.0.0.1",
                        "WATCHLLM_HTTP_PORT",
                        "0")
                .forEach(processors::set);
    }

    private String registryUrl() {
        return engines.registry().url().replace(":" + engines.registry().port(), ":" + registry.port());
    }

    /** Consumer group of the processors. */
    public String applicationId() {
        return "chaos-" + name;
    }

    public Tempo tempo() {
        return tempo;
    }

    public Random random() {
        return random;
    }

    public EventFeed feed() {
        return feed;
    }

    /** The broker and its proxy. */
    public ScenarioPipeline lane() {
        return lane;
    }

    /** The way of the processors to the registry. */
    public TcpProxy registry() {
        return registry;
    }

    /** What becomes of the processors' requests to the broker. */
    public FaultInjector<KafkaProxy.Request> requests() {
        return requests;
    }

    /** From now on processors start with this variable. */
    public void set(String variable, String value) {
        processors.set(variable, value);
    }

    /** From now on processors start with this setting of the Kafka clients. */
    public void property(String key, String value) {
        processors.property(key, value);
    }

    /** Starts a further processor. */
    public void start() {
        var _ = processors.start();
    }

    /** Those that run, the oldest first. */
    public List<ServiceProcess> running() {
        return processors.running();
    }

    /** Waits until all are ready, those too that took the place of one that ended; gives them, the oldest first. */
    public List<ServiceProcess> awaitReady() {
        awaitSupervised(
                "the processors are ready", () -> processors.running().stream().allMatch(ServiceProcess::ready));
        return processors.running();
    }

    /** Waits until a request is in the trap. */
    public void awaitSprung(Gate trap) {
        awaitSupervised("a request comes to the point where the fault strikes", trap::hasSprung);
    }

    /** Waits while processors that end by themselves are started again, as a supervisor does. */
    private void awaitSupervised(String what, BooleanSupplier condition) {
        Wait.until(name + ": " + what, limit(), () -> {
            processors.supervise();
            return condition.getAsBoolean();
        });
    }

    /** Whatever is waited for takes far less, even on a busy machine. */
    private Duration limit() {
        return Wait.LIMIT.multipliedBy(2).plusSeconds(engines.script().sends() / EVENTS_A_SECOND_MIN);
    }

    /** kill -9 of this one, which is not started again by itself. */
    public void kill(ServiceProcess processor) {
        processors.kill(processor);
        struck();
    }

    /** SIGTERM of this one, which is not started again by itself. */
    public void stop(ServiceProcess processor) {
        processors.stop(processor);
        struck();
    }

    /** The fault struck once more. */
    public void struck() {
        faults++;
    }

    /** Something that must hold besides delivery itself. */
    public void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    /** Lets time pass; starts a processor that ended by itself again, as a supervisor does. */
    public void pass(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            Wait.pass(TURN);
            processors.supervise();
        }
    }

    /** Waits until all that is under way was sent, while the processors are looked after. */
    public void join(CompletableFuture<Void> sending) {
        awaitSupervised("the events are sent", sending::isDone);
        sending.join();
    }

    /** Waits until everything that was sent is committed. */
    public void awaitDrained() {
        awaitSupervised("the processors have everything", () -> {
            try {
                return positions.drained();
            } catch (ChaosException | KafkaException noAnswer) {
                // A broker that was just frozen or killed does not say; the limit bounds how often it is asked.
                return false;
            }
        });
    }

    /** Sends everything without any fault, by a processor that leaves its classes behind for those that come. */
    public void playUndisturbed() {
        var processor = processors.startWriting();
        feed.send(feed.left());
        awaitDrained();
        // What is told a moment later, such as what a timer finds, is to be among the alerts.
        pass(Duration.ofSeconds(2));
        var wrong = PipelineOracle.alerts(positions).difference(AlertRules.FIRING);
        require(wrong.isEmpty(), "the alerts are not those of the script: " + wrong);
        stop(processor);
    }

    /** Sends what is left and waits until it is committed. */
    public void finish() {
        feed.send(feed.left());
        awaitDrained();
    }

    /** Waits, within a bound, until the alerts are those expected. */
    public void awaitAlerts(Alerts expected) {
        var deadline = System.nanoTime() + ALERTS_LATE_MAX.toNanos();
        while (System.nanoTime() < deadline
                && !PipelineOracle.alerts(positions).difference(expected).isEmpty()) {
            pass(TURN);
        }
    }

    /** Result and the alerts that were raised. */
    public record Outcome(PipelineResult result, Alerts alerts) {}

    /** Compares the ledger with the topics. */
    public Outcome result(Alerts expected) {
        processors.stopAll();
        var finding = new PipelineOracle(positions, engines.script()).evaluate(ledger);
        require(
                ledger.size() == engines.script().sends(),
                ledger.size() + " of " + engines.script().sends() + " records were sent");
        problems.addAll(finding.problems());
        notes.addAll(finding.notes());
        var difference = expected.equals(Alerts.NONE) ? "" : finding.alerts().difference(expected);
        if (!difference.isEmpty()) {
            notes.add(difference);
        }
        notes.add(finding.alerts().ids().size() + " alerts");
        if (processors.restarted() > 0) {
            notes.add("processors ended by themselves " + processors.restarted() + " times");
        }
        var balance = new Balance(finding.lost(), finding.twice(), difference.isEmpty(), finding.countsEqual());
        var seconds = (System.nanoTime() - begun) / 1e9;
        return new Outcome(
                new PipelineResult(name, ledger.size(), faults, balance, seconds, new Remarks(notes, problems)),
                finding.alerts());
    }

    /** Also after an interrupt, which has done its work then: what is stopped here is waited for. */
    @Override
    public void close() {
        var _ = Thread.interrupted();
        requests.standing(request -> Fault.PASS);
        try {
            processors.stopAll();
        } catch (ChaosException still) {
            // The folder has its log; it ends with this JVM.
            require(false, String.valueOf(still.getMessage()));
        }
        feed.close();
        registry.close();
    }
}
