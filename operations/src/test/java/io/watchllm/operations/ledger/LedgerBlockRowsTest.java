package io.watchllm.operations.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerBlockRowsTest {

    @Test
    void shouldBelieveABlockOnlyWhenTheLedgerHoldsItOnceAndNothingElse() {
        assertThat(new LedgerBlockRows(3, 0).problem("block 7", 3)).isNull();
        assertThat(new LedgerBlockRows(2, 0).problem("block 7", 3))
                .isEqualTo("block 7 was acknowledged, and of its 3 rows the ledger holds 2");
        assertThat(new LedgerBlockRows(6, 0).problem("block 7", 3)).endsWith("of its 3 rows the ledger holds 6");
        assertThat(new LedgerBlockRows(3, 3).problem("block 7", 3))
                .endsWith("of its 3 rows the ledger holds 6, 3 of them of another run");
        assertThat(new LedgerBlockRows(0, 0).problem("block 7", 3))
                .endsWith(
                        "holds 0: ClickHouse knows its token and has lost its rows, or a replica does not have them yet");
    }
}
