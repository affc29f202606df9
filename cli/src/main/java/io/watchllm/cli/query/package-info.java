/** {@code watchllm query}: the queries of the catalogue, and their answers as a table, CSV or JSON. */
@NullMarked
package io.watchllm.cli.query;

import org.jspecify.annotations.NullMarked;
