package io.watchllm.strictfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictFileTest {

    @Test
    void shouldReadTheSameValuesFromYamlAndJson() {
        Function<FileValue, List<Object>> reader = root -> List.of(
                String.valueOf(root.get("text").text()),
                root.get("number").number(),
                root.get("number").whole(10, 1),
                root.get("flag").flag(),
                root.get("time").duration("1s", "1h", Duration.ZERO),
                root.get("absent").duration("1s", "1h", Duration.ZERO),
                root.get("list").texts("words"),
                root.get("null").isSet());

        var yaml = StrictFile.yaml("""
                text: a
                number: 5
                flag: on
                time: 90s
                list: [x, y]
                null: ~
                """, reader);
        var json = StrictFile.json(
                "{\"text\":\"a\",\"number\":5,\"flag\":true,\"time\":\"90s\",\"list\":[\"x\",\"y\"],\"null\":null}"
                        .getBytes(UTF_8),
                reader);

        assertThat(yaml).isEqualTo(json).startsWith("a", new BigDecimal(5), 5, true, Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 5      | line 1: a is 5; expected one of one, two",
                "a: '5'    | line 1: a is \"5\"; expected one of one, two",
                "a: tow    | line 1: a is \"tow\"; expected one of one, two",
                "a: onee   | line 1: a is \"onee\"; expected one of one, two (did you mean 'one'?)",
                "a:        | line 1: a is null; expected one of one, two",
                "a: [1, 2] | line 1: a is a list of 2; expected one of one, two",
                "a: {}     | line 1: a is a map; expected one of one, two",
                "b: 5      | line 1: a is missing; expected one of one, two"
            })
    void shouldShowTheValueAndTheExpectedOne(String yaml, String message) {
        assertThatThrownBy(() -> StrictFile.yaml(
                        yaml, root -> String.valueOf(root.get("a").oneOf(List.of("one", "two"), word -> word))))
                .isInstanceOf(StrictFileException.class)
                .hasMessage(message);
    }

    @Test
    void shouldReportAllFaultsInTheOrderOfTheFile() {
        var text = """
                {
                  "name": "x",
                  "count": 1.0,
                  "count": 0,
                  "nam": "y"
                }""";

        assertThatThrownBy(() -> StrictFile.json(text.getBytes(UTF_8), root -> {
                    assertThat(root.isMapOf(List.of("name", "count"), "an object"))
                            .isTrue();
                    root.get("name").invalid("a letter");
                    return root.get("count").whole(9, 1);
                }))
                .hasMessage("""
                        line 2: name is "x"; expected a letter
                        line 4: count is there twice; expected each key once
                        line 4: count is 0; expected a whole number, 1 to 9
                        line 5: nam is not known; expected one of name, count (did you mean 'name'?)""");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "-7, -7", "2147483647, 2147483647", "2147483648,", "1.0,", "1e3,", "010,", "0x1,", "1_0,"})
    void shouldTakeOnlyWholeNumbersAsWritten(String text, Integer whole) {
        String read = StrictFile.yaml(
                "[" + text + "]", root -> String.valueOf(root.list().getFirst().whole()));

        assertThat(read).isEqualTo(String.valueOf(whole));
    }

    @ParameterizedTest
    @CsvSource({"1500, 1500ms", "90000, 90s", "3600000, 1h", "172800000, 2d", "0, 0ms"})
    void shouldWriteADurationInTheLargestExactUnitAndReadItBack(long millis, String text) {
        assertThat(Durations.text(millis)).isEqualTo(text);
        assertThat(Durations.millis(text)).isEqualTo(millis);
        assertThat(Durations.millis("1h30m")).isNull();
    }

    @Test
    void shouldSayWhereTheSyntaxIsInvalid() {
        assertThatThrownBy(() -> StrictFile.json("{\"a\":\n1,]".getBytes(UTF_8), FileValue::faults))
                .hasMessageStartingWith("line 2, column 3: is not valid JSON (");
        assertThatThrownBy(() -> StrictFile.json("{} 5".getBytes(UTF_8), FileValue::faults))
                .hasMessage("line 1: the file is followed by another value; expected one value");
        assertThatThrownBy(() -> StrictFile.json(new byte[0], root -> root.isMapOf(List.of(), "an object")))
                .hasMessage("line 1: the file is empty; expected an object");
        assertThatThrownBy(() -> StrictFile.yaml("a: [", FileValue::faults))
                .hasMessageStartingWith("line 1, column 5: is not valid YAML (");
    }
}
