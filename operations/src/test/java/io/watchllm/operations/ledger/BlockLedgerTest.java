package io.watchllm.operations.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockLedgerTest {

    @Test
    void shouldBelieveABlockOnlyWhenTheLedgerHoldsItOnceAndNothingElse() {
        assertThat(new BlockLedger.StoredBlock(3, 0).problem("block 7", 3)).isNull();
        assertThat(new BlockLedger.StoredBlock(2, 0).problem("block 7", 3))
                .isEqualTo("block 7 was acknowledged, and of its 3 rows the ledger holds 2");
        assertThat(new BlockLedger.StoredBlock(6, 0).problem("block 7", 3))
                .endsWith("of its 3 rows the ledger holds 6");
        assertThat(new BlockLedger.StoredBlock(3, 3).problem("block 7", 3))
                .endsWith("of its 3 rows the ledger holds 6, 3 of them of another run");
        assertThat(new BlockLedger.StoredBlock(0, 0).problem("block 7", 3))
                .endsWith(
                        "holds 0: ClickHouse knows its token and has lost its rows, or a replica does not have them yet");
    }
}
