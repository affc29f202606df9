package io.watchllm.chaos.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
    @Test
    void shouldWantARowOnceABadRecordNeverAndAReplayedRowTwice() {
        var ledger = new Ledger(5);
        ledger.sent(0, 0, 0, false);
        ledger.sent(1, 0, 1, true);
        ledger.sent(2, 0, 2, false);
        ledger.sent(3, 1, 2, false);

        ledger.replayed(0, 1);

        assertThat(entries(ledger)).containsExactly("0 at 0/0 x1", "1 at 0/1 x0", "2 at 0/2 x2", "3 at 1/2 x1");
        assertThat(ledger.poisoned()).isEqualTo(1);
        assertThat(ledger.size()).isEqualTo(4);
    }

    @Test
    void shouldKeepTheLivesOfATopicApart() {
        var ledger = new Ledger(4);
        ledger.sent(0, 0, 0, false);
        ledger.sent(1, 0, 1, false);
        ledger.newGeneration(2);
        ledger.sent(2, 0, 0, false);

        ledger.replayed(0, 0);

        assertThat(ledger.records(0)).isEqualTo(1);
        assertThat(entries(ledger)).containsExactly("0 at 0/0 x1", "1 at 0/1 x1", "2 at 0/0 x2");
    }

    private static List<String> entries(Ledger ledger) {
        var entries = new ArrayList<String>();
        ledger.visit(
                (id, partition, offset, copies) -> entries.add(id + " at " + partition + "/" + offset + " x" + copies));
        return entries;
    }
}
