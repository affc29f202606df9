package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.QueryArguments;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words of several languages are found the same with the text index and without it. */
class WordSearchIT {
    private static final List<String> TEXTS = List.of(
            "Ich möchte über Äpfel reden: „Straße“",
            "Ошибка при оплате — «повторите»",
            "我想退款，该怎么办",
            "cafe\u0301 order_id=77 İstanbul, it's “late”—very",
            "支払いエラーです (GPT退款)",
            "อยากคืนเงิน",
            "भुगतान विफल हुआ",
            "ＯＫ ΟΔΟΣ",
            "plain words of English");

    private static TestDatabase plain;
    private static TestDatabase indexed;

    @BeforeAll
    static void fill() {
        plain = TestDatabase.created();
        indexed = TestDatabase.created(new SchemaSettings(90, 90, 90, 400, true, 10_000));
        for (var database : List.of(plain, indexed)) {
            for (var number = 0; number < TEXTS.size(); number++) {
                database.sql(
                        "INSERT INTO events (event_id, project_id, run_id, timestamp, event_type, prompt, response) SELECT"
                                + " {id:String}, 'p', 'r', now64(3), 'prompt_call', {text:String}, {text:String}",
                        Map.of("param_id", "t" + number, "param_text", TEXTS.get(number)));
            }
            // Not UTF-8: stored as it is, and in the way of no insert and no search.
            database.sql("INSERT INTO events (event_id, project_id, run_id, timestamp, event_type, prompt, response)"
                    + " SELECT 'bytes', 'p', 'r', now64(3), 'prompt_call', unhex('C3617070'), unhex('C3617070')");
        }
    }

    @AfterAll
    static void drop() {
        plain.close();
        indexed.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "ÜBER ÄPFEL,t0",
                "äpfel,t0",
                "STRASSE,t0",
                "pfel,",
                "ber,",
                "ОШИБКА,t1",
                "повторите ошибка,t1",
                "шиб,",
                "退款,t2 t4",
                "我想退款,t2",
                "退 想,t2",
                "款退,",
                "gpt退款,t4",
                "エラー,t4",
                "คืนเงิน,t5",
                "विफल,t6",
                "विफ,",
                "café,t3",
                "CAFE\u0301 istanbul,t3",
                "İSTANBUL,t3",
                "order,t3",
                "ORDER id 77,t3",
                "order_id=77,t3",
                "late very,t3",
                "ok,t7",
                "οδος,t7",
                "word,",
                "english PLAIN,t8",
                "english 退款,",
                "app,bytes",
                "!?,",
                "，,",
            })
    void shouldFindWordsInAnyCaseAndThoseWithoutBlanksAsParts(String words, String found) {
        for (var query : List.of("prompts_with_words", "responses_with_words")) {
            for (var database : List.of(plain, indexed)) {
                assertThat(find(database, query, words))
                        .as("%s of %s, %s", words, query, database == plain ? "no index" : "indexed")
                        .containsExactlyInAnyOrderElementsOf(
                                found == null ? List.of() : Arrays.asList(found.split(" ")));
            }
        }
    }

    private static List<String> find(TestDatabase database, String name, String words) {
        var query = QueryCatalogue.load().find(name).orElseThrow();
        var values =
                QueryArguments.of(query, Map.of("project", "p", "words", words, "hours", "2"))
                        .values()
                        .entrySet()
                        .stream()
                        .collect(Collectors.toMap(each -> "param_" + each.getKey(), Map.Entry::getValue));
        var sql = "SELECT event_id FROM (" + query.sql() + ") FORMAT TabSeparated";
        return Stream.of(database.sql(sql, values).split("\n"))
                .filter(id -> !id.isEmpty())
                .toList();
    }
}
