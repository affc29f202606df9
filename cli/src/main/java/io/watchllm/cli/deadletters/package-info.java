/** {@code watchllm dead-letters}: lists, shows, replays and drops dead letters. */
@NullMarked
package io.watchllm.cli.deadletters;

import org.jspecify.annotations.NullMarked;
