/**
 * Test beds for processors: engines of their own ({@link io.watchllm.chaos.pipeline.ScenarioPipeline}, one scenario at
 * a time), events from a script ({@link io.watchllm.chaos.pipeline.EventFeed}), processors as processes, and an oracle
 * that reads every output topic by itself ({@link io.watchllm.chaos.pipeline.PipelineOracle}).
 */
@NullMarked
package io.watchllm.chaos.pipeline;

import org.jspecify.annotations.NullMarked;
