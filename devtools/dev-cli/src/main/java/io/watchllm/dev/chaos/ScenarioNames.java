package io.watchllm.dev.chaos;

import io.watchllm.runtime.ConfigException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The scenarios that a command knows, of which it may be asked for some.
 *
 * @param all every one, in the order in which they are played
 * @param name of a scenario
 * @param about what it is about, in a few words
 */
record ScenarioNames<T>(List<T> all, Function<T, String> name, Function<T, String> about) {

    /**
     * Those with these names, in the order in which they are played; all of them when there is none.
     *
     * @throws ConfigException when there is no such scenario; names them all
     */
    List<T> chosen(List<String> names) {
        var known = all.stream().map(name).toList();
        for (var wanted : names) {
            if (!known.contains(wanted)) {
                var list = all.stream()
                        .map(scenario -> String.format("%n  %-20s %s", name.apply(scenario), about.apply(scenario)))
                        .collect(Collectors.joining());
                throw new ConfigException("--scenario", "can't use '" + wanted + "': expected one of" + list);
            }
        }
        return names.isEmpty()
                ? all
                : all.stream()
                        .filter(scenario -> names.contains(name.apply(scenario)))
                        .toList();
    }
}
