package io.watchllm.chaos.pipeline;

import io.watchllm.chaos.child.ProcessorMain;
import io.watchllm.chaos.stage.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The processors of a scenario, each a process with a state folder and a properties file of its own. */
final class Processors {
    private static final String HEAP = "-Xmx256m";

    private final PipelineEngines engines;
    private final String name;
    private final List<ServiceProcess> running = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> properties = new TreeMap<>();
    private int started;
    private int restarted;

    /** @param name begins the names of their files */
    Processors(PipelineEngines engines, String name) {
        this.engines = engines;
        this.name = name;
    }

    void set(String variable, String value) {
        variables.put(variable, value);
    }

    void property(String key, String value) {
        properties.put(key, value);
    }

    ServiceProcess start() {
        return start(engines.classes().reading());
    }

    /** Starts one that leaves its classes behind for those that come, if that is possible. */
    ServiceProcess startWriting() {
        return start(engines.classes().archivable() ? engines.classes().writing() : List.of());
    }

    private ServiceProcess start(List<String> archive) {
        started++;
        var own = name + "-" + started;
        var folder = engines.folder();
        var all = new HashMap<>(variables);
        var options = new ArrayList<>(archive);
        options.add(HEAP);
        try {
            all.put(
                    "WATCHLLM_PROCESSOR_STATE_DIR",
                    Files.createDirectories(folder.resolve(own + ".state")).toString());
            all.put("WATCHLLM_KAFKA_CONFIG", writeProperties(folder.resolve(own + ".properties")));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        var processor = new ServiceProcess(new ServiceProcess.Command(
                own, ProcessorMain.class, List.of(), options, engines.classes().path(), Map.copyOf(all), folder));
        running.add(processor);
        return processor;
    }

    private String writeProperties(Path file) throws IOException {
        return Files.write(
                        file,
                        properties.entrySet().stream()
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .toList())
                .toString();
    }

    /** kill -9 of this one, which is not started again. */
    void kill(ServiceProcess processor) {
        processor.kill();
        running.remove(processor);
    }

    /** SIGTERM of this one, which is not started again. */
    void stop(ServiceProcess processor) {
        processor.terminate();
        running.remove(processor);
    }

    /** Starts a processor that ended by itself again, as a supervisor does. */
    void supervise() {
        for (var processor : List.copyOf(running)) {
            if (processor.endedByItself()) {
                running.remove(processor);
                restarted++;
                var _ = start();
            }
        }
    }

    /** Those that were started and neither killed nor stopped, the oldest first. */
    List<ServiceProcess> running() {
        return List.copyOf(running);
    }

    /** How often one ended by itself. */
    int restarted() {
        return restarted;
    }

    /** kill -9 of all. */
    void stopAll() {
        running.forEach(ServiceProcess::kill);
        running.clear();
    }
}
