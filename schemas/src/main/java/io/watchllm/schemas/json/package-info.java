/**
 * The form in which people and HTTP clients write events, and its way to Avro and back.
 * {@link io.watchllm.schemas.json.EventJson} parses the text and walks the Avro schema of the event beside it: each
 * Avro type has a {@code Shape} that reads and writes its JSON, made once from the schema and from its extra properties
 * ({@code json}: {@code object} and {@code any} are JSON kept as text, {@code flat} is a record whose fields stand in
 * the event itself; {@code minimum}). Nothing here knows the fields of an event by name but what the schema can't say:
 * {@code event_type} chooses the payload, unknown fields go to {@code context}, ids are not empty, an error may be just
 * its message.
 */
@NullMarked
package io.watchllm.schemas.json;

import org.jspecify.annotations.NullMarked;
