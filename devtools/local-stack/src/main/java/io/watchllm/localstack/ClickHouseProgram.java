package io.watchllm.localstack;

import java.nio.file.Path;

/** What runs as ClickHouse. */
sealed interface ClickHouseProgram {
    /** The {@code clickhouse} executable. */
    record Binary(Path file) implements ClickHouseProgram {}

    /** The engine as a shared library, {@code libchdb}. */
    record Library(Path file) implements ClickHouseProgram {}
}
