package io.watchllm.bench.core;

import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a benchmark came to. */
public interface Report {

    /** For people. */
    void print(PrintWriter out);

    /** For programs: one object. */
    Map<String, ? extends @Nullable Object> json();
}
