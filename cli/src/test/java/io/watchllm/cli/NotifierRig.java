package io.watchllm.cli;

import io.watchllm.teststack.TestStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A notifier's file of targets, its variables, and the notifier as a process of its own. */
record NotifierRig(TestStack stack, HookServer hooks, Path folder) {

    /** Targets good and pager at the hook server, and one more that hears of its own rule, or of rule two if dead. */
    Map<String, String> variables(String name, String url) throws IOException {
        var rule = name.equals("dead") ? "two" : name;
        var file = Files.writeString(folder.resolve(name + ".yaml"), """
                targets:
                  - name: good
                    type: webhook
                    url_env: GOOD_URL
                    secret_env: GOOD_SECRET
                    filter: {rules: [two]}
                    rate_limit: {messages: 1000, per: 1s}
                  - name: pager
                    type: pagerduty
                    url_env: PAGER_URL
                    secret_env: PAGER_KEY
                    filter: {rules: [two]}
                    rate_limit: {messages: 1000, per: 1s}
                  - name: %s
                    type: webhook
                    url_env: THIRD_URL
                    filter: {rules: [%s]}
                    rate_limit: {messages: 1000, per: 1s}
                    retry: {first_pause: 50ms, max_pause: 200ms, give_up_after: 1s}
                """.formatted(name, rule));
        var kafkaFile = Files.writeString(folder.resolve("kafka.properties"), "session.timeout.ms=6000\n");
        var variables = new HashMap<>(stack.environment());
        variables.putAll(Map.of(
                "WATCHLLM_NOTIFIER_TARGETS",
                file.toString(),
                "WATCHLLM_KAFKA_CONFIG",
                kafkaFile.toString(),
                "WATCHLLM_HTTP_PORT",
                "0",
                "GOOD_URL",
                hooks.url("/good/T0KEN-in-path"),
                "GOOD_SECRET",
                "s3cret-of-hook",
                "PAGER_URL",
                hooks.url("/pager"),
                "PAGER_KEY",
                "r0uting-key",
                "THIRD_URL",
                url));
        return variables;
    }

    /** Starts it; what it says goes to the file. */
    Process start(Map<String, String> environment, String log) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var builder = new ProcessBuilder(
                        java, "-Xmx128m", "-XX:+UseSerialGC", "-cp", classPath, Watchllm.class.getName(), "notifier")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
