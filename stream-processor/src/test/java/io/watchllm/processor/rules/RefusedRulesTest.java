package io.watchllm.processor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.validation.TableRecordException;
import io.watchllm.validation.TableRecordException.Fault;
import org.junit.jupiter.api.Test;

class RefusedRulesTest {

    @Test
    void shouldLetTheOldestGoWhenThereAreTooManyBytes() {
        var refused = new RefusedRules(3_000);
        refused.put("a", rule(1, 500));
        refused.put("b", rule(2, 500));
        assertThat(refused.after(0)).extracting(RefusedRule::offset).containsExactly(1L, 2L);

        refused.put("a", rule(3, 500));
        assertThat(refused.after(0))
                .as("the latest of each key")
                .extracting(RefusedRule::offset)
                .containsExactly(2L, 3L);
        assertThat(refused.after(2)).extracting(RefusedRule::offset).containsExactly(3L);

        refused.put("c", rule(4, 1_000));
        assertThat(refused.after(0)).extracting(RefusedRule::offset).containsExactly(3L, 4L);
        refused.remove("c");
        refused.put("d", rule(5, 1_000));
        assertThat(refused.after(0)).extracting(RefusedRule::offset).containsExactly(3L, 5L);
        refused.put("e", rule(6, 100_000));
        assertThat(refused.after(0)).as("larger than all the room").isEmpty();
    }

    @Test
    void shouldCutWhatAMessageQuotes() {
        assertThat(new TableRecordException(Fault.WRONG_KEY, "k".repeat(1_000_000)).message())
                .hasSize(TableRecordException.MESSAGE_CHARACTERS_MAX);
    }

    private static RefusedRule rule(long offset, int bytes) {
        return new RefusedRule(
                new byte[] {1}, new byte[bytes], offset, new TableRecordException(Fault.UNREADABLE, "why"));
    }
}
