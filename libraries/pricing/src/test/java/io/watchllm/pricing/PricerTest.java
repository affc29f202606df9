package io.watchllm.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.pricing.PriceRow.Period;
import io.watchllm.rows.CostSource;
import io.watchllm.validation.Flag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PricerTest {

    private static final Instant TIME = Prices.JUNE;

    private final Pricer pricer = pricer(PricePreference.CLIENT);

    private static Pricer pricer(PricePreference preference) {
        var topic = List.of(
                Prices.row("openai", "m", "0.001", Prices.JANUARY, null),
                Prices.row(new PriceKey("openai", "m", "flex", 0), "0.0005", new Period(Prices.JANUARY, null)),
                Prices.row("anthropic", "claude-*", "0.001"),
                Prices.row("openai", "dear", "1000000"));
        return new Pricer(PriceList.of(topic, List.of(Prices.row("openai", "m", "0.002"))), preference);
    }

    @Test
    void shouldPriceByTheListOfTheCallsTime() {
        var call = Prices.call("openai", "m").build();

        assertThat(pricer.price(call, TIME))
                .isEqualTo(new Pricing(
                        new BigDecimal("1.200000000"), CostSource.price_table, "version-0.001", 1_000, List.of()));
        // The topic knew nothing yet: what ships inside did.
        assertThat(pricer.price(call, Prices.JANUARY.minusMillis(1)).priceVersion())
                .isEqualTo("version-0.002");
    }

    @Test
    void shouldSayThatACostIsNotKnownAndNeverThatItIsNothing() {
        var pricing = pricer.price(Prices.call("openai", "unheard-of").build(), TIME);

        assertThat(pricing).isEqualTo(new Pricing(null, CostSource.unpriced, null, 1_000, List.of()));
    }

    /** To match a family takes time that grows with the square of the name, which comes from outside. */
    @Test
    void shouldNotLookForANameThatIsLongerThanAny() {
        var families = new Pricer(
                PriceList.of(List.of(Prices.row("openai", "fam-*-of-*", "0.001")), List.of()), PricePreference.CLIENT);

        assertThat(families.price(Prices.call("openai", name(1_000)).build(), TIME)
                        .source())
                .isEqualTo(CostSource.price_table);
        for (int length : new int[] {1_001, 3_000_000}) {
            assertThat(families.price(Prices.call("openai", name(length)).build(), TIME)
                            .source())
                    .isEqualTo(CostSource.unpriced);
            assertThat(families.price(Prices.call(name(length), "fam-a-of-b").build(), TIME)
                            .source())
                    .isEqualTo(CostSource.unpriced);
        }
    }

    private static String name(int length) {
        return "fam-" + "-of-".repeat(length / 4 - 1) + "x".repeat(length % 4);
    }

    @Test
    void shouldLetTheClientsCostWinUnlessTurnedRound() {
        var call = Prices.call("openai", "m")
                .setCostEstimateUsd(new BigDecimal("7.000000000"))
                .build();
        var unknown = Prices.call("openai", "unheard-of")
                .setCostEstimateUsd(new BigDecimal("7.000000000"))
                .build();
        var turned = pricer(PricePreference.PRICE_TABLE);

        assertThat(pricer.price(call, TIME).source()).isEqualTo(CostSource.client);
        assertThat(pricer.price(call, TIME).costUsd()).isEqualTo(new BigDecimal("7.000000000"));
        assertThat(turned.price(call, TIME).source()).isEqualTo(CostSource.price_table);
        assertThat(turned.price(call, TIME).costUsd()).isEqualTo(new BigDecimal("1.200000000"));
        assertThat(turned.price(unknown, TIME).source()).isEqualTo(CostSource.client);
        assertThat(turned.price(unknown, TIME).costUsd()).isEqualTo(new BigDecimal("7.000000000"));
    }

    @Test
    void shouldTakeTheServiceTierFromTheMetadata() {
        var flex = Prices.call("openai", "m")
                .setResponseMetadata("{\"service_tier\": \"Flex\"}")
                .build();
        var other = Prices.call("openai", "m")
                .setResponseMetadata("{\"service_tier\": \"scale\"}")
                .build();

        assertThat(pricer.price(flex, TIME).costUsd()).isEqualTo(new BigDecimal("0.600000000"));
        assertThat(pricer.price(flex, TIME).flags()).isEmpty();
        assertThat(pricer.price(other, TIME).costUsd()).isEqualTo(new BigDecimal("1.200000000"));
        assertThat(pricer.price(other, TIME).flags()).containsExactly(Flag.PRICE_FALLBACK.word());
    }

    @Test
    void shouldAddCachedTokensToTheInputWhereClaudeCountsThemBesideIt() {
        var call = Prices.call(null, "claude-x")
                .setTokensInput(10)
                .setTokensCacheRead(400)
                .setTokensCacheWrite(90)
                .build();

        var pricing = pricer.price(call, TIME);

        assertThat(pricing.tokensInput()).isEqualTo(500);
        assertThat(pricing.costUsd()).isEqualTo(new BigDecimal("0.700000000"));
        assertThat(pricing.flags())
                .containsExactly(Flag.USAGE_NORMALISED.word(), Flag.PRICE_FALLBACK.word(), Flag.PRICE_FAMILY.word());
    }

    @Test
    void shouldNotAddThemWhereThatIsNotHowTheyAreCounted() {
        var others = Prices.call("openai", "m")
                .setTokensInput(10)
                .setTokensCacheRead(400)
                .build();
        var within = Prices.call("anthropic", "claude-x")
                .setTokensInput(400)
                .setTokensCacheRead(400)
                .build();
        var beyondAnInteger = Prices.call("anthropic", "claude-x")
                .setTokensInput(1_500_000_000)
                .setTokensCacheRead(1_600_000_000)
                .build();

        assertThat(pricer.price(others, TIME).tokensInput()).isEqualTo(10);
        assertThat(pricer.price(others, TIME).flags()).contains(Flag.USAGE_INCONSISTENT.word());
        assertThat(pricer.price(within, TIME).tokensInput()).isEqualTo(400);
        assertThat(pricer.price(within, TIME).flags()).doesNotContain(Flag.USAGE_NORMALISED.word());
        assertThat(pricer.price(beyondAnInteger, TIME).tokensInput()).isEqualTo(1_500_000_000);
        assertThat(pricer.price(beyondAnInteger, TIME).flags()).contains(Flag.USAGE_INCONSISTENT.word());
    }

    @Test
    void shouldNotKnowACostThatTheColumnDoesNotHold() {
        var pricing = pricer.price(Prices.call("openai", "dear").build(), TIME);

        assertThat(pricing.source()).isEqualTo(CostSource.unpriced);
        assertThat(pricing.flags()).containsExactly(Flag.COST_OUT_OF_RANGE.word());
    }

    @Test
    void shouldAnswerTheSameWhenItHasForgottenAModel() {
        var call = Prices.call("openai", "m").build();
        var before = pricer.price(call, TIME);
        for (int made = 0; made < 5_000; made++) {
            pricer.price(Prices.call("p" + made % 7, "made-up-" + made).build(), TIME);
        }

        assertThat(pricer.price(call, TIME)).isEqualTo(before);
    }
}
