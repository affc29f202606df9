/** {@code watchllm schema}: creates, migrates and checks the tables in ClickHouse, and grants rights on them. */
@NullMarked
package io.watchllm.cli.schema;

import org.jspecify.annotations.NullMarked;
