package io.watchllm.teststack;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * On which backend tests run.
 *
 * @param backend what was chosen
 * @param warning what a person should be told about it; null when they get what they asked for
 */
record StackChoice(Backend backend, @Nullable String warning) {
    /** The variable that chooses. */
    static final String VARIABLE = "WATCHLLM_TEST_STACK";

    /** Where engines can run. */
    enum Backend {
        EMBEDDED,
        CONTAINERS
    }

    /**
     * Reads the variable. Containers without an engine that answers become embedded, with a warning, so that one
     * command runs the tests everywhere.
     *
     * @param engineAnswers whether a container engine answers; asked only when it matters, as the answer takes time
     * @throws IllegalArgumentException when the variable holds something else
     */
    static StackChoice of(Map<String, String> environment, BooleanSupplier engineAnswers) {
        var wanted = environment.getOrDefault(VARIABLE, "").strip();
        return switch (wanted) {
            case "", "embedded" -> new StackChoice(Backend.EMBEDDED, null);
            case "containers" ->
                engineAnswers.getAsBoolean()
                        ? new StackChoice(Backend.CONTAINERS, null)
                        : new StackChoice(
                                Backend.EMBEDDED,
                                VARIABLE + "=containers, but no container engine answers (is it started, may this user"
                                        + " reach it, is DOCKER_HOST right?): tests run on the embedded engines");
            default ->
                throw new IllegalArgumentException(
                        VARIABLE + ": can't use '" + wanted + "': expected embedded or containers.");
        };
    }
}
