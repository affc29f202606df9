package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.control.ModelPrice;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.pricing.PricePreference;
import io.watchllm.pricing.PriceRecords;
import io.watchllm.pricing.PriceRow;
import io.watchllm.pricing.Prices;
import io.watchllm.rows.CostSource;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.Samples;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Prices and events through the whole topology. */
class PricingTest {

    private static final Instant CHANGE = TopologyRun.NOW.minusSeconds(3_600);

    private TopologyRun run = new TopologyRun();

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldPriceByTheTopic() {
        run.price(Prices.row("openai", "our-model", "0.001"));

        var row = rowOf(call("our-model"));

        assertThat(row.getCostEstimateUsd()).isEqualTo(new BigDecimal("1.200000000"));
        assertThat(row.getCostSource()).isEqualTo(CostSource.price_table);
        assertThat(row.getPriceVersion()).isEqualTo("version-0.001");
        assertThat(row.getFlags()).containsExactly("arrived_late");
    }

    @Test
    void shouldPriceByWhatShipsInsideWhenTheTopicIsEmpty() {
        var row = rowOf(call("gpt-4o"));

        assertThat(row.getCostEstimateUsd()).isEqualTo(new BigDecimal("0.003500000"));
        assertThat(row.getPriceVersion()).isEqualTo("built-in-2026-07");
    }

    @Test
    void shouldApplyAChangeInTheMiddleOfTheStreamFromItsTimeOn() {
        run.price(Prices.row("openai", "our-model", "0.001"));
        assertThat(rowOf(call("our-model")).getPriceVersion()).isEqualTo("version-0.001");

        run.price(Prices.row("openai", "our-model", "0.003", CHANGE, null));

        assertThat(rowOf(at(CHANGE, call("our-model"))).getCostEstimateUsd()).isEqualTo(new BigDecimal("3.600000000"));
        assertThat(rowOf(at(CHANGE.minusMillis(1), call("our-model"))).getCostEstimateUsd())
                .as("an event of before, after the change: it costs what it cost then")
                .isEqualTo(new BigDecimal("1.200000000"));
    }

    @Test
    void shouldForgetAPriceThatIsTakenBack() {
        var price = Prices.row("openai", "our-model", "0.001");
        run.price(price);
        assertThat(rowOf(call("our-model")).getCostSource()).isEqualTo(CostSource.price_table);

        run.price(PriceRecords.key(price), null);

        assertThat(rowOf(call("our-model")).getCostSource()).isEqualTo(CostSource.unpriced);
    }

    @Test
    void shouldLeaveTheCostOpenWhereNobodyKnowsThePrice() {
        var row = rowOf(call("unheard-of"));

        assertThat(row.getCostEstimateUsd()).isNull();
        assertThat(row.getCostSource()).isEqualTo(CostSource.unpriced);
        assertThat(row.getPriceVersion()).isNull();
        assertThat(run.count("watchllm.processor.priced.calls", "model", "unheard-of", "source", "unpriced"))
                .isEqualTo(1);
    }

    @Test
    void shouldLetTheClientsCostWin() {
        var row = rowOf(withCost("gpt-4o"));

        assertThat(row.getCostEstimateUsd()).isEqualTo(new BigDecimal("7.000000000"));
        assertThat(row.getCostSource()).isEqualTo(CostSource.client);
        assertThat(row.getPriceVersion()).isNull();
    }

    @Test
    void shouldLetThePriceListWinWhenTurnedRound() {
        run.close();
        run = new TopologyRun(TopologyRun.LIMITS, PricePreference.PRICE_TABLE);

        assertThat(rowOf(withCost("gpt-4o")).getCostSource()).isEqualTo(CostSource.price_table);
        assertThat(rowOf(withCost("unheard-of")).getCostEstimateUsd()).isEqualTo(new BigDecimal("7.000000000"));
    }

    @Test
    void shouldPutTheWholeInputInTheRowWhereClaudeCountsTheCacheBesideIt() {
        var row = rowOf(call("claude-sonnet-4-5")
                .setProvider("anthropic")
                .setTokensInput(10)
                .setTokensCacheRead(2_000));

        assertThat(row.getTokensInput()).isEqualTo(2_010);
        assertThat(row.getTokensCacheRead()).isEqualTo(2_000);
        assertThat(row.getFlags()).containsExactly("arrived_late", "usage_normalised");
    }

    @Test
    void shouldPriceNothingButPromptCalls() {
        for (var event : Samples.all().values()) {
            if (!(event.getPayload() instanceof PromptCall)) {
                run.send(event);
            }
        }

        assertThat(run.events()).hasSize(Samples.all().size() - 1).allSatisfy(row -> {
            assertThat(row.getCostEstimateUsd()).isNull();
            assertThat(row.getCostSource()).isNull();
        });
    }

    @Test
    void shouldLeaveOutBrokenPricesCountThemAndGoOn() {
        var good = Prices.row("openai", "our-model", "0.001");
        run.price(good);
        run.price("noise", "{}".getBytes(UTF_8));
        run.price("unknown schema", new byte[] {0, 0, 0, 1, 0, 9});
        run.price("cut short", new byte[] {0, 0, 0, 0, TopologyRun.PRICE_SCHEMA, 2});
        run.price("negative", bytes(record(good).setOutputUsd(new BigDecimal("-1.000000000000000000"))));
        run.price("half", bytes(record(good).setModel("half").setOutputUsd(null)));
        run.price("backwards", bytes(record(good).setEffectiveTo(Instant.EPOCH)));

        assertThat(rowOf(call("our-model")).getCostSource()).isEqualTo(CostSource.price_table);
        assertThat(rowOf(call("half")).getCostSource()).isEqualTo(CostSource.unpriced);
        assertThat(skipped("not_wire_format")).isEqualTo(1);
        assertThat(skipped("unknown_schema")).isEqualTo(1);
        assertThat(skipped("unreadable")).isEqualTo(1);
        assertThat(skipped("broken_price")).isEqualTo(3);
    }

    @Test
    void shouldTakeABrokenRecordForTheEndOfThePriceThatItReplaces() {
        var price = Prices.row("openai", "our-model", "0.001");
        run.price(price);

        run.price(PriceRecords.key(price), "{}".getBytes(UTF_8));

        assertThat(rowOf(call("our-model")).getCostSource()).isEqualTo(CostSource.unpriced);
    }

    @Test
    void shouldMakeOneListOfEachBatchOfChanges() {
        var before = run.count("watchllm.processor.prices.lists");
        for (int number = 0; number < 3; number++) {
            rowOf(call("gpt-4o"));
        }
        assertThat(run.count("watchllm.processor.prices.lists")).isEqualTo(before);

        run.price(Prices.row("openai", "a", "1"));
        for (int number = 0; number < 3; number++) {
            rowOf(call("a"));
        }
        run.price(Prices.row("openai", "a", "1"));
        rowOf(call("a"));

        assertThat(run.count("watchllm.processor.prices.lists"))
                .as("the same price again is no change")
                .isEqualTo(before + 1);
        assertThat(run.meters
                        .get("watchllm.processor.prices.rows")
                        .tag("list", "topic")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    private double skipped(String reason) {
        return run.count("watchllm.processor.prices.skipped", "reason", reason);
    }

    private EventRow rowOf(PromptCall.Builder call) {
        return rowOf(at(TopologyRun.NOW, call));
    }

    private EventRow rowOf(Event event) {
        var rows = run.send(event).events();
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    private static Event at(Instant time, PromptCall.Builder call) {
        return Samples.envelope().setTimestamp(time).setPayload(call.build()).build();
    }

    private static PromptCall.Builder call(String model) {
        return Prices.call("openai", model);
    }

    private static PromptCall.Builder withCost(String model) {
        return call(model).setCostEstimateUsd(new BigDecimal("7.000000000"));
    }

    private static ModelPrice.Builder record(PriceRow row) {
        return ModelPrice.newBuilder(PriceRecords.record(row));
    }

    private static byte[] bytes(ModelPrice.Builder price) {
        return WireFormat.encode(TopologyRun.PRICE_SCHEMA, price.build());
    }
}
