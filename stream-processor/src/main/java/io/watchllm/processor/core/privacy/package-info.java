/**
 * Redaction, as pure functions. {@link io.watchllm.processor.core.privacy.PrivacyRules} are read, strictly, from the
 * text of a file; each has a finder: one of the {@link io.watchllm.processor.core.privacy.Detector}s, or a pattern of
 * the user's on RE2/J. A {@code Search} leads a text through its {@code View}s (the strings of JSON, the text with its
 * escapes undone) to the finders and replaces what they find in the source, so that all else stays as it was written.
 * {@link io.watchllm.processor.core.privacy.EventRedaction} does that for events,
 * {@link io.watchllm.processor.core.privacy.DeadLetterRedaction} for what is refused, readable or not. Every finder
 * takes time that grows no faster than the text.
 */
@NullMarked
package io.watchllm.processor.core.privacy;

import org.jspecify.annotations.NullMarked;
