/**
 * What is known of a group, and what it comes to: a {@link io.watchllm.processor.core.alert.state.GroupState} takes
 * events, parts of panes and time, works out the value of its kind, and lets its {@code Episode} judge it: OK, WARN,
 * CRITICAL, and what is to be told of that. Its bytes live in a store.
 */
@NullMarked
package io.watchllm.processor.core.alert.state;

import org.jspecify.annotations.NullMarked;
