package io.watchllm.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallDetailsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"service_tier\":\"flex\"}                                         ; flex     ; 0",
                "{\"service_tier\":\"Priority\"}                                     ; priority ; 0",
                "{\"service_tier\":\"batches\"}                                      ; batch    ; 0",
                "{\"service_tier\":\"default\"}                                      ; ''       ; 0",
                "{\"service_tier\":1}                                                ; ''       ; 0",
                "{\"service_tier\":null,\"tokens_cache_write_1h\":7}                 ; ''       ; 7",
                "{\"nested\":{\"service_tier\":\"flex\"}}                            ; ''       ; 0",
                "{\"tokens_cache_write_1h\":-7}                                      ; ''       ; 0",
                "{\"tokens_cache_write_1h\":7.5}                                     ; ''       ; 0",
                "{\"tokens_cache_write_1h\":99999999999}                             ; ''       ; 0",
                "{\"cache_creation\":{\"ephemeral_1h_input_tokens\":8}}              ; ''       ; 8",
                "{\"usage\":{\"cache_creation\":{\"ephemeral_1h_input_tokens\":9}}}  ; ''       ; 9",
                "service_tier: flex                                                  ; ''       ; 0",
                "[\"service_tier\"]                                                  ; ''       ; 0",
                "{\"safety_score\":0.5}                                              ; ''       ; 0"
            })
    void shouldReadWhatIsThereAndNothingElse(String metadata, String serviceTier, int cacheWrite1h) {
        assertThat(CallDetails.of(metadata)).isEqualTo(new CallDetails(serviceTier, cacheWrite1h));
    }

    @Test
    void shouldNotParseWhatCannotHaveIt() {
        assertThat(CallDetails.of(null)).isSameAs(CallDetails.NONE);
        assertThat(CallDetails.of("{\"safety_score\":0.5}")).isSameAs(CallDetails.NONE);
    }

    @Property
    void shouldTakeAnyText(@ForAll String before, @ForAll @Nullable String after) {
        assertThat(CallDetails.of(before + "service_tier" + after)).isNotNull();
        assertThat(CallDetails.of("{\"service_tier\":\"flex\",\"x\":" + before)).isNotNull();
    }
}
