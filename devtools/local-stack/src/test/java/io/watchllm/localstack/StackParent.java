package io.watchllm.localstack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A process that starts the stack, writes down the engines' process ids and folders, and waits to be killed. */
final class StackParent {
    private StackParent() {}

    public static void main(String[] arguments) throws Exception {
        var stack = LocalStack.start();
        var engines = Stream.of(
                line(stack.kafka().pid(), stack.kafka().folder()),
                line(stack.schemaRegistry().pid(), stack.schemaRegistry().folder()),
                line(stack.clickHouse().pid(), stack.clickHouse().folder()));
        var part = Path.of(arguments[0] + ".part");
        Files.write(part, engines.toList());
        Files.move(part, Path.of(arguments[0]));
        Thread.currentThread().join();
    }

    private static String line(long pid, Path folder) {
        return pid + " " + folder;
    }
}
