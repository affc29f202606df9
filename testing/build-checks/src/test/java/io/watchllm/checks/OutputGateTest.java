package io.watchllm.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever the processor writes to a topic or a changelog passes its one gate, {@code io.watchllm.processor.write}:
 * what a topic does not take would end the process, again at each start.
 */
class OutputGateTest {

    private static final String PROCESSOR = "io.watchllm.processor";
    private static final String GATE = PROCESSOR + ".write";
    private static final String OUTPUT = GATE + ".Output";
    private static final String TOPOLOGY = PROCESSOR + ".ProcessorTopology";

    /** Where Kafka's contexts and stores are; its classes need not be at hand here. */
    private static final String CONTEXTS = "org.apache.kafka.streams.processor.api";

    private static final String STORES = "org.apache.kafka.streams.state";
    private static final Set<String> WRITES = Set.of("put", "putIfAbsent", "putAll", "delete");

    /** What a store with a changelog writes with. */
    private static final String CHANGELOG_WRITE = "logChange";

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .importPath(SourceTree.ofWorkingDirectory().root().resolve("stream-processor/target/classes"));
        assertThat(classes.contain(OUTPUT)).as("the gate is there").isTrue();
    }

    /** The name of a node that writes to a topic is to be had from nowhere else. */
    @Test
    void shouldForwardToATopicOnlyThroughTheGate() {
        noClasses()
                .that()
                .resideOutsideOfPackage(GATE)
                .and()
                .doNotHaveFullyQualifiedName(TOPOLOGY)
                .should()
                .callMethod(OUTPUT, "node")
                .check(classes);
    }

    /** Without the name of a child a record goes to all of them, topics included. */
    @Test
    void shouldNameTheNodeThatARecordIsForwardedTo() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "forward to every child",
                        call -> isForward(call)
                                && call.getTarget().getRawParameterTypes().size() == 1))
                .check(classes);
    }

    @Test
    void shouldWriteToAStoreOnlyThroughTheGate() {
        noClasses()
                .that()
                .resideOutsideOfPackage(GATE)
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe("write to a store with a changelog", OutputGateTest::isStoreWrite))
                .check(classes);
    }

    /** The rules above can fail: the gate itself does all of it, and is seen to. */
    @Test
    void shouldSeeTheWritesOfTheGateItself() {
        var calls = classes.stream()
                .filter(each -> each.getPackageName().equals(GATE))
                .flatMap(each -> each.getMethodCallsFromSelf().stream())
                .toList();

        assertThat(calls).anyMatch(OutputGateTest::isForward);
        assertThat(calls).anyMatch(OutputGateTest::isStoreWrite);
        assertThat(calls)
                .anyMatch(call -> call.getTargetOwner().getName().equals(OUTPUT)
                        && call.getName().equals("node"));
    }

    private static boolean isForward(JavaMethodCall call) {
        return call.getName().equals("forward")
                && call.getTargetOwner().getPackageName().equals(CONTEXTS);
    }

    private static boolean isStoreWrite(JavaMethodCall call) {
        return call.getName().equals(CHANGELOG_WRITE)
                || (WRITES.contains(call.getName())
                        && call.getTargetOwner().getPackageName().equals(STORES));
    }
}
