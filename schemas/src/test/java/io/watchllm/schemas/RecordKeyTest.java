package io.watchllm.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordKeyTest {

    @Test
    void shouldJoinTheParts() {
        assertThat(RecordKey.of("rule", "project", "user")).isEqualTo("rule|project|user");
        assertThat(RecordKey.of("a|b", "c")).isEqualTo("a\\|b|c");
        assertThat(RecordKey.of("a\\", "")).isEqualTo("a\\\\|");
    }

    /** All lists of up to three parts, of up to two characters that matter. */
    @Test
    void shouldGiveNoTwoListsOfPartsTheSameKey() {
        var parts = new ArrayList<>(List.of(""));
        for (var first : List.of("a", "|", "\\")) {
            parts.add(first);
            for (var second : List.of("a", "|", "\\")) {
                parts.add(first + second);
            }
        }
        var lists = new ArrayList<List<String>>();
        for (var one : parts) {
            lists.add(List.of(one));
            for (var two : parts) {
                lists.add(List.of(one, two));
                parts.forEach(three -> lists.add(List.of(one, two, three)));
            }
        }
        var known = new HashMap<String, List<String>>();
        for (var list : lists) {
            assertThat(known.put(RecordKey.of(list.toArray(new String[0])), list))
                    .as("also the key of %s", list)
                    .isNull();
        }
    }
}
