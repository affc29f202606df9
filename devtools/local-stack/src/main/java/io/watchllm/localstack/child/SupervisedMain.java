package io.watchllm.localstack.child;

import java.util.Arrays;
import java.util.Locale;

/**
 * Runs another main class under {@link ParentWatch}. Arguments: the main class, then its own arguments. The engine's
 * own shutdown hooks run when the parent lets go.
 */
public final class SupervisedMain {
    private SupervisedMain() {}

    /** Starts the watch, then the main class named by the first argument. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        // Engines write numbers into files and statements, whatever digits the place writes.
        Locale.setDefault(Locale.ROOT);
        ParentWatch.start(() -> System.exit(0));
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(arguments, 1, arguments.length));
    }
}
