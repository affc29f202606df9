package io.watchllm.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows between modules and packages, as docs/contributors/architecture.md draws them. */
class LayeringTest {
    private static final String ROOT = "io.watchllm.";

    /** Packages that decide: no I/O, no clock, no thread. */
    private static final String[] DECIDING = {
        "..core..",
        "io.watchllm.text..",
        "io.watchllm.strictfile..",
        "io.watchllm.validation..",
        "io.watchllm.pricing..",
        "io.watchllm.privacy..",
        "io.watchllm.alerting.."
    };

    private static final List<String> NOTHING = List.of();
    private static final List<String> CONTRACT = List.of("text", "schemas", "events", "rows", "control");
    private static final List<String> PURE =
            with(CONTRACT, "strictfile", "validation", "pricing", "privacy", "alerting");
    private static final List<String> SERVICES =
            with(PURE, "runtime", "producer", "processor", "clickhouse", "delivery", "sink", "notifier");

    /** Package of each module, and the packages of ours that it may use. */
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            arrow("text", NOTHING),
            arrow("schemas", CONTRACT),
            arrow("strictfile", NOTHING, "text"),
            arrow("validation", CONTRACT),
            arrow("pricing", CONTRACT, "strictfile", "validation"),
            arrow("privacy", CONTRACT, "strictfile", "validation"),
            arrow("alerting", CONTRACT, "strictfile", "validation", "pricing"),
            arrow("runtime", NOTHING),
            arrow("producer", CONTRACT),
            arrow("processor", PURE, "runtime"),
            arrow("clickhouse", NOTHING, "text", "runtime"),
            arrow("delivery", CONTRACT, "runtime", "clickhouse"),
            arrow("sink", CONTRACT, "runtime", "clickhouse", "delivery"),
            arrow("notifier", CONTRACT, "strictfile", "runtime"),
            arrow("operations", PURE, "runtime", "clickhouse", "delivery"),
            arrow("cli", SERVICES, "operations"),
            arrow("localstack", NOTHING),
            arrow("teststack", CONTRACT, "localstack"),
            arrow("bench", SERVICES, "localstack"),
            arrow("chaos", SERVICES, "localstack", "operations"),
            arrow("dev", SERVICES, "operations", "cli", "localstack", "bench", "chaos"));

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() throws IOException {
        var compiled = SourceTree.ofWorkingDirectory().modules().stream()
                .map(folder -> folder.resolve("target/classes"))
                .filter(Files::isDirectory)
                .toArray(Path[]::new);
        classes = new ClassFileImporter().importPaths(compiled);
    }

    @Test
    void shouldFindTheClassesOfEveryModule() {
        for (var module : ARROWS.keySet()) {
            assertThat(classes.stream().map(JavaClass::getPackageName))
                    .as("compiled classes of " + module)
                    .anyMatch(name -> name.equals(ROOT + module) || name.startsWith(ROOT + module + "."));
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldDependOnlyAlongTheArrows() {
        return ARROWS.entrySet().stream()
                .map(arrow -> DynamicTest.dynamicTest(arrow.getKey(), () -> {
                    var allowed = Stream.concat(Stream.of(arrow.getKey()), arrow.getValue().stream())
                            .map(module -> ROOT + module)
                            .toList();
                    check(noClasses()
                            .that()
                            .resideInAPackage(ROOT + arrow.getKey() + "..")
                            .should()
                            .dependOnClassesThat(oursOutside(allowed))
                            .because("what two stages share is a topic with its schema, or a table with its columns"));
                }));
    }

    @Test
    void shouldKeepEveryCorePure() {
        check(noClasses()
                .that()
                .resideInAnyPackage(DECIDING)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "com.clickhouse..",
                        "java.sql..",
                        "java.net..",
                        "java.nio.file..",
                        "org.slf4j..",
                        "io.micrometer..",
                        "java.util.concurrent.locks..")
                .because("core decides and does no I/O: it is tested by simulation, without engines"));
    }

    @Test
    void shouldKeepClocksAndThreadsOutOfEveryCore() {
        check(noClasses()
                .that()
                .resideInAnyPackage(DECIDING)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .accessClassesThat()
                .areAssignableTo(Thread.class)
                .because("time comes in as a value, so that a replay decides as the first run did"));
    }

    @Test
    void shouldScheduleNoPunctuations() {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("org.apache.kafka.streams.processor.PunctuationType")
                        .because(
                                "each punctuation makes a task at rest commit a transaction, and Kafka Streams loses records by them: set an alarm of WakeUps (docs/operators/kafka-streams-revival.md)"));
    }

    @Test
    void shouldUseEachDriverOfClickHouseInOneClass() {
        check(noClasses()
                .that()
                .haveNameNotMatching("io\\.watchllm\\.clickhouse\\.ClickHouseConnection.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "com.clickhouse.jdbc..")
                .because("statements and small results have one way, with one text for each failure"));
        check(noClasses()
                .that()
                .haveNameNotMatching("io\\.watchllm\\.clickhouse\\.BlockClient.*")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.clickhouse.client.api.Client")
                .because("blocks and long results have one way, with the same text for each failure"));
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        check(slices().matching(ROOT + "(*).(**)").should().beFreeOfCycles());
    }

    @Test
    void shouldNameClassesByTheirJob() {
        check(classes().should().haveNameNotMatching(".*(Utils?|Helpers?|Manager|Common|Misc)$"));
    }

    @Test
    void shouldNotPrintFromALibrary() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "cli..", ROOT + "dev..", ROOT + "localstack..", ROOT + "teststack..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("only the command line and what starts engines talk to a terminal"));
    }

    private static Map.Entry<String, List<String>> arrow(String from, List<String> to, String... more) {
        return Map.entry(from, with(to, more));
    }

    private static List<String> with(List<String> packages, String... more) {
        return Stream.concat(packages.stream(), Stream.of(more)).toList();
    }

    private static DescribedPredicate<JavaClass> oursOutside(List<String> allowed) {
        return DescribedPredicate.describe("are ours, outside of " + allowed, type -> {
            var name = type.getPackageName();
            return name.startsWith(ROOT)
                    && allowed.stream().noneMatch(start -> name.equals(start) || name.startsWith(start + "."));
        });
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(classes);
    }
}
