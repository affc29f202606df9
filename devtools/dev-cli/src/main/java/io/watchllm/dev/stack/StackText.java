package io.watchllm.dev.stack;

import io.watchllm.localstack.LocalStack;
import java.io.PrintWriter;
import java.util.TreeMap;

/** How to reach a running stack, for people and as a file of variables. */
public final class StackText {
    private StackText() {}

    public static void explain(LocalStack stack, PrintWriter out) {
        var clickHouse = stack.clickHouse();
        out.printf("%nThe stack stays up until Ctrl-C:%n");
        out.printf("  Kafka            %s%n", stack.kafka().bootstrap());
        out.printf("  Schema Registry  %s%n", stack.schemaRegistry().url());
        out.printf("  ClickHouse       %s (HTTP), port %d (native)%n", clickHouse.httpUrl(), clickHouse.tcpPort());
        out.printf(
                "%nTry:%n  curl '%s/' --data-binary \"SELECT event_type, count() FROM %s.events GROUP BY 1 FORMAT PrettyCompact\"%n",
                clickHouse.httpUrl(), LocalStack.DATABASE);
        out.flush();
    }

    /** NAME=value lines that a shell and {@code --env-file} understand. */
    public static String variables(LocalStack stack) {
        var text = new StringBuilder("# As a file: --env-file FILE, or: set -a; . FILE; set +a\n");
        new TreeMap<>(stack.environment())
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }
}
