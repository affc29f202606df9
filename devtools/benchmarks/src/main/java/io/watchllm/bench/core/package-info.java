/**
 * What measured rounds come to: medians, ratios, and the report in words and in JSON. Pure: figures come in, a report
 * goes out.
 */
@NullMarked
package io.watchllm.bench.core;

import org.jspecify.annotations.NullMarked;
