package io.watchllm.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Environment variables of a process. A blank variable counts as unset, because Compose files leave them blank. */
public record Environment(Map<String, String> variables) {

    public Environment {
        variables = Map.copyOf(variables);
    }

    /** Only the names: the values may be secret. */
    @Override
    public String toString() {
        return "Environment" + new TreeSet<>(variables.keySet());
    }

    /** The variables of this process. */
    public static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    /** A copy with one variable changed, as by a command-line option. */
    public Environment with(String name, String value) {
        var all = new LinkedHashMap<>(variables);
        all.put(name, value);
        return new Environment(all);
    }

    /**
     * The value of a setting, or its default.
     *
     * @throws ConfigException when it is required but not set, or can't be parsed
     */
    public <T> T value(Setting<T> setting) {
        var given = variables.getOrDefault(setting.name(), "");
        // White space around a password is part of it.
        var text = given.isBlank() ? setting.defaultText() : setting.secret() ? given : given.strip();
        if (text == null) {
            throw new ConfigException(
                    setting.name(), "must be set. " + setting.doc() + " Expected " + setting.kind() + ".");
        }
        try {
            return setting.parser().parse(text);
        } catch (IllegalArgumentException | ArithmeticException problem) {
            var shown =
                    setting.secret() || problem instanceof Setting.HiddenValueException ? "(hidden)" : "'" + text + "'";
            throw new ConfigException(setting.name(), "can't use " + shown + ": " + problem.getMessage() + ".");
        }
    }
}
