package io.watchllm.processor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.validation.TableRecordException;
import io.watchllm.validation.TableRecordException.Fault;
import org.junit.jupiter.api.Test;

class InvalidRulesTest {

    @Test
    void shouldLetTheOldestGoWhenThereAreTooManyBytes() {
        var invalid = new InvalidRules(3_000);
        invalid.put("a", rule(1, 500));
        invalid.put("b", rule(2, 500));
        assertThat(invalid.after(0)).extracting(RuleTable.Invalid::offset).containsExactly(1L, 2L);

        invalid.put("a", rule(3, 500));
        assertThat(invalid.after(0))
                .as("the latest of each key")
                .extracting(RuleTable.Invalid::offset)
                .containsExactly(2L, 3L);
        assertThat(invalid.after(2)).extracting(RuleTable.Invalid::offset).containsExactly(3L);

        invalid.put("c", rule(4, 1_000));
        assertThat(invalid.after(0)).extracting(RuleTable.Invalid::offset).containsExactly(3L, 4L);
        invalid.remove("c");
        invalid.put("d", rule(5, 1_000));
        assertThat(invalid.after(0)).extracting(RuleTable.Invalid::offset).containsExactly(3L, 5L);
        invalid.put("e", rule(6, 100_000));
        assertThat(invalid.after(0)).as("larger than all the room").isEmpty();
    }

    @Test
    void shouldCutWhatAMessageQuotes() {
        assertThat(new TableRecordException(Fault.WRONG_KEY, "k".repeat(1_000_000)).message())
                .hasSize(TableRecordException.MESSAGE_CHARACTERS_MAX);
    }

    private static RuleTable.Invalid rule(long offset, int bytes) {
        return new RuleTable.Invalid(
                new byte[] {1}, new byte[bytes], offset, new TableRecordException(Fault.UNREADABLE, "why"));
    }
}
