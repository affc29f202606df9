package io.watchllm.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One word for one thing, and the word that the field uses: names that were replaced do not come back. */
class WordsTest {
    /** Type names, as a pattern, and what is written in their place. */
    private static final Map<Pattern, String> TYPES = Map.ofEntries(
            entry("(?!.*Dead).*Letters?([A-Z]\\w*)?", "DeadLetter…, or Notification"),
            entry("\\w*Books?([A-Z]\\w*)?", "…Counts, …Table, or Reconciliation…"),
            entry("\\w*Lanes?([A-Z]\\w*)?", "PartitionWriter, DeliveryQueue"),
            entry("\\w*Flows", "PartitionPipelines"),
            entry("\\w*(Doubt|Mark|Marks)", "UncertainInsert, BlockCountSnapshot, ContentFingerprint"),
            entry("\\w*(Board|Desk|Trail|Parcel)", "registry, emitter, history, batch"),
            entry("\\w*Tally", "Accumulator"),
            entry("\\w*(Judge|Judged)\\w*", "Evaluate…"),
            entry("\\w*(Settle|Settling|Settlement)\\w*", "Resolution…"),
            entry("\\w*Sightings?", "FirstSeen…"),
            entry(
                    "(BadRow|ReadBack|TokenMemory|CommitNote|Landing|Landed(Audit|Spans)|Repairs|Rehearsal|Cap|Kept|Room)",
                    "see CONTRIBUTING.md"),
            entry("(Arena|Ground|Ambush|Fate|Strike|Trap|NearNames)", "TestBed, Engines, FaultInjector, Fault, Gate"),
            entry(
                    "\\w*(Whole(Tables|Schema)|FactsReader|ServerFacts|UnprovenException|DeliveryProof)",
                    "Distributed…, ServerState…"));

    private static final Pattern COMMAND = Pattern.compile("watchllm books\\b");

    /** In two parts, so that this file is not found itself. */
    private static final String EXPECTED = "would be " + "right";

    private static Map.Entry<Pattern, String> entry(String pattern, String instead) {
        return Map.entry(Pattern.compile(pattern), instead);
    }

    @Test
    void shouldUseNoNameThatWasReplaced() throws IOException {
        var found = new ArrayList<String>();
        for (var file : SourceTree.ofWorkingDirectory().javaFiles()) {
            var name = file.getFileName().toString().replaceFirst("(Test|IT)?\\.java$", "");
            TYPES.forEach((pattern, instead) -> {
                if (pattern.matcher(name).matches()) {
                    found.add(name + ": write " + instead);
                }
            });
        }

        assertThat(found).isEmpty();
    }

    @Test
    void shouldSayExpectedOfWrongValues() throws IOException {
        var tree = SourceTree.ofWorkingDirectory();
        for (var file : tree.javaFiles()) {
            assertThat(Files.readString(file)).as(file.toString()).doesNotContain(EXPECTED);
        }
    }

    @Test
    void shouldNameNoCommandThatWasReplaced() throws IOException {
        var tree = SourceTree.ofWorkingDirectory();
        for (var page : tree.pages()) {
            if (!page.endsWith("CHANGELOG.md")) {
                assertThat(Files.readString(page)).as(page.toString()).doesNotContainPattern(COMMAND);
            }
        }
    }
}
