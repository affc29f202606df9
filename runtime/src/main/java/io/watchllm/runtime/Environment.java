package io.watchllm.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The variables that a process was started with. A variable that is set but blank counts as not set, as Compose files
 * leave them.
 */
public record Environment(Map<String, String> variables) {

    public Environment {
        variables = Map.copyOf(variables);
    }

    /** The names alone: what they hold may be secret. */
    @Override
    public String toString() {
        return "Environment" + new TreeSet<>(variables.keySet());
    }

    /** The variables of this process. */
    public static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    /** The same variables, but for one, such as an option of the command line sets it. */
    public Environment with(String name, String value) {
        var all = new LinkedHashMap<>(variables);
        all.put(name, value);
        return new Environment(all);
    }

    /**
     * The value of a setting, or its default.
     *
     * @throws ConfigException when it must be set and is not, or when it can't be read
     */
    public <T> T value(Setting<T> setting) {
        var given = variables.getOrDefault(setting.name(), "");
        // White space at the ends of a password is part of it.
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
