/**
 * The contract between the stages, as code: the topics ({@link io.watchllm.schemas.Topics}) and their creation
 * ({@link io.watchllm.schemas.TopicSetup}), their schemas ({@link io.watchllm.schemas.Registration}), the wire format
 * of records ({@link io.watchllm.schemas.WireFormat} writes it, {@link io.watchllm.schemas.AvroReader} reads it), their
 * keys ({@link io.watchllm.schemas.EventKey}), and what happens to a record that can't be processed
 * ({@link io.watchllm.schemas.DeadLetter}, until {@link io.watchllm.schemas.Resolution} says that it was replayed or
 * dropped). The schemas themselves are the {@code .avsc} files of this module; the JSON form of events is in
 * {@link io.watchllm.schemas.json}.
 */
@NullMarked
package io.watchllm.schemas;

import org.jspecify.annotations.NullMarked;
