package io.watchllm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The Compose file at the root of the checkout, as Compose reads it when no variable is set: anchors followed, merges
 * done, {@code ${NAME:-default}} replaced by its default.
 */
record ComposeFile(String text, Map<String, ComposeService> services, List<String> volumes) {
    static final Path ROOT = Path.of("..");

    private static final Pattern INTERPOLATION = Pattern.compile("\\$\\{[A-Z0-9_]+:-([^}]*)}");

    static ComposeFile read() throws IOException {
        var text = Files.readString(ROOT.resolve("docker-compose.yml"));
        var root = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
        var services = new LinkedHashMap<String, ComposeService>();
        map(root.get("services"))
                .forEach((name, service) -> services.put(name, new ComposeService(name, map(service))));
        return new ComposeFile(
                text, services, List.copyOf(map(root.get("volumes")).keySet()));
    }

    ComposeService service(String name) {
        var service = services.get(name);
        if (service == null) {
            throw new AssertionError("docker-compose.yml has no service " + name + " but " + services.keySet());
        }
        return service;
    }

    /** One service; every accessor gives an empty value for a key that is not there. */
    record ComposeService(String name, Map<String, Object> keys) {
        String word(String key) {
            return interpolate(keys.get(key));
        }

        List<String> words(String key) {
            return list(keys.get(key));
        }

        boolean has(String key) {
            return keys.containsKey(key);
        }

        /** One that ends by itself, and is not started again. */
        boolean oneShot() {
            return word("restart").equals("no");
        }

        /** One that runs our image. */
        boolean ours() {
            return word("image").startsWith("watchllm:");
        }

        Map<String, String> environment() {
            var variables = new LinkedHashMap<String, String>();
            map(keys.get("environment")).forEach((name, value) -> variables.put(name, interpolate(value)));
            return variables;
        }

        /** A variable that must be there. */
        String variable(String variable) {
            var value = environment().get(variable);
            if (value == null) {
                throw new AssertionError(name + " does not set " + variable);
            }
            return value;
        }

        /** What it waits for: service to condition. */
        Map<String, String> dependsOn() {
            var all = new LinkedHashMap<String, String>();
            map(keys.get("depends_on"))
                    .forEach((name, wait) -> all.put(name, interpolate(map(wait).get("condition"))));
            return all;
        }

        List<String> healthTest() {
            return list(map(keys.get("healthcheck")).get("test"));
        }

        Map<String, Object> limits() {
            return map(map(map(keys.get("deploy")).get("resources")).get("limits"));
        }
    }

    private static List<String> list(@Nullable Object value) {
        return value instanceof List<?> items
                ? items.stream().map(ComposeFile::interpolate).toList()
                : List.of();
    }

    private static String interpolate(@Nullable Object value) {
        return value == null ? "" : INTERPOLATION.matcher(value.toString()).replaceAll("$1");
    }

    private static Map<String, Object> map(@Nullable Object value) {
        var result = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> all) {
            // A key without a value, as named volumes have it, stays a key.
            all.forEach((key, element) -> result.put(String.valueOf(key), element == null ? Map.of() : element));
        }
        return result;
    }
}
