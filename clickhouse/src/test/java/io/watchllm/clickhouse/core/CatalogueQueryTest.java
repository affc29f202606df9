package io.watchllm.clickhouse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.clickhouse.core.CatalogueQuery.Header;
import io.watchllm.clickhouse.core.CatalogueQuery.Parameter;
import org.junit.jupiter.api.Test;

class CatalogueQueryTest {
    private static final String HEAD = "-- question: Why?\n-- about: cost\n-- speed: fast\n";

    @Test
    void shouldReadHeaderParametersAndText() {
        var query = CatalogueQuery.of("q", HEAD + """
                -- note: A note: with a colon.
                -- parameter a String: an a
                -- parameter b UInt16 = 7: a b, such as 8: or 9
                -- parameter c String = '': a c
                -- parameter d Moment = '': a d
                SELECT {a:String}, {b:UInt16}, {c:String}, {d:String}, {a:String}
                -- a comment
                FROM t
                """);

        assertThat(query.header()).isEqualTo(new Header("Why?", "cost", "fast", "A note: with a colon."));
        assertThat(query.parameters())
                .containsExactly(
                        new Parameter("a", ParameterType.of("String").orElseThrow(), null, "an a"),
                        new Parameter("b", ParameterType.of("UInt16").orElseThrow(), "7", "a b, such as 8: or 9"),
                        new Parameter("c", ParameterType.of("String").orElseThrow(), "", "a c"),
                        new Parameter("d", ParameterType.of("Moment").orElseThrow(), "", "a d"));
        assertThat(query.sql()).startsWith("SELECT {a:String}").endsWith("-- a comment\nFROM t");
    }

    @Test
    void shouldRefuseAHeaderThatDoesNotFit() {
        refused("SELECT 1", "expected a line '-- question: …'");
        refused("-- question: Why?\n-- about: cost\nSELECT 1", "expected a line '-- speed: …'");
        refused(HEAD + "-- what\nSELECT 1", "found -- what");
        refused(HEAD + "-- parameter a String: an a\nSELECT {b:String}", "[{a:String}]", "[{b:String}]");
        refused(HEAD + "-- parameter a String: an a\nSELECT {a:UInt8}", "[{a:String}]", "[{a:UInt8}]");
        refused(
                HEAD + "-- parameter a Ring: an a\nSELECT {a:Ring}",
                "the type Ring; known are String, Moment, Zone, UInt8");
        refused(HEAD + "-- parameter a UInt8 = 256: an a\nSELECT {a:UInt8}", "has the default 256; expected a whole");
    }

    private static void refused(String text, String... words) {
        assertThatThrownBy(() -> CatalogueQuery.of("q", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }
}
