/**
 * The contract between the stages, as code: which topics there are ({@link io.watchllm.schemas.Topics}) and how they
 * come to be ({@link io.watchllm.schemas.TopicSetup}), which schemas they carry
 * ({@link io.watchllm.schemas.Registration}), how a record looks on the wire ({@link io.watchllm.schemas.WireFormat}
 * writes it, {@link io.watchllm.schemas.AvroReader} reads it), under which key ({@link io.watchllm.schemas.EventKey}),
 * and what becomes of a record that can't be processed ({@link io.watchllm.schemas.DeadLetter}, until
 * {@link io.watchllm.schemas.Resolution} says that it was replayed or dropped). The schemas themselves are the
 * {@code .avsc} files of this module; the form in which people write events is in {@link io.watchllm.schemas.json}.
 */
@NullMarked
package io.watchllm.schemas;

import org.jspecify.annotations.NullMarked;
