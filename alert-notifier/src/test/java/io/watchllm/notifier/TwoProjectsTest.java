package io.watchllm.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.watchllm.events.AlertState;
import io.watchllm.notifier.config.TargetEntry;
import io.watchllm.notifier.config.TargetsFile;
import io.watchllm.notifier.core.DeliveryPolicy;
import io.watchllm.notifier.core.Pending;
import io.watchllm.notifier.core.SimulatedDelivery;
import io.watchllm.notifier.core.Target;
import io.watchllm.runtime.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same rule fires for the same user in two projects: nothing that is told of one stands for the other. */
class TwoProjectsTest {
    private static final Path TARGETS = Path.of("src", "test", "resources", "two-projects", "targets.yaml");
    private static final JsonMapper JSON = new JsonMapper();

    /** Both fire, then both are over, a second apart each. */
    private final List<Pending> raised = List.of(
            raised(0, "shop-a", "u1", AlertState.firing),
            raised(1, "shop-b", "u1", AlertState.firing),
            raised(2, "shop-a", "u1", AlertState.resolved),
            raised(3, "shop-b", "u1", AlertState.resolved));

    @ParameterizedTest
    @ValueSource(strings = {"pd", "pd-tight"})
    void shouldOpenAndCloseAnIncidentForEach(String name) throws IOException {
        var a = new ArrayList<String>();
        var b = new ArrayList<String>();
        var keys = new ArrayList<String>();

        for (var event : told(name, raised)) {
            var project = event.at("/payload/custom_details/project_id").asText();
            (project.equals("shop-a") ? a : b).add(event.path("event_action").asText());
            keys.add(event.path("dedup_key").asText());
        }

        assertThat(a).containsExactly("trigger", "resolve");
        assertThat(b).containsExactly("trigger", "resolve");
        assertThat(keys)
                .containsExactlyInAnyOrder(
                        "shop-a|user-spend|u1", "shop-a|user-spend|u1", "shop-b|user-spend|u1", "shop-b|user-spend|u1");
    }

    @Test
    void shouldNameTheProjectAndLetNoValueBeMarkupAtSlack() throws IOException {
        var odd = raised(4, "shop-a", "<!channel> *gpt* `x`\n@here", AlertState.firing);

        var texts = told("slack", List.of(raised.get(0), raised.get(1), odd)).stream()
                .map(body -> body.path("text").asText())
                .toList();

        assertThat(texts)
                .containsExactly(
                        "[critical, firing] shop-a user-spend u1: cost of user u-7 is 12.5 USD",
                        "[critical, firing] shop-b user-spend u1: cost of user u-7 is 12.5 USD",
                        "[critical, firing] shop-a user-spend &lt;!channel&gt; *gpt* `x` @here: cost of user u-7 is 12.5 USD");
    }

    private static Pending raised(int second, String project, String user, AlertState state) {
        var alert = Alerts.in(project, Alerts.of("a-" + second, "user-spend", user, state));
        return Alerts.pending(second, alert, Alerts.TIME.plusSeconds(second));
    }

    /** What the target of that name is sent. */
    private static List<JsonNode> told(String name, List<Pending> alerts) throws IOException {
        var target = TargetsFile.parse(Files.readString(TARGETS)).stream()
                .map(TargetEntry::target)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        var bodies = new ArrayList<JsonNode>();
        for (var sending : SimulatedDelivery.of(DeliveryPolicy.of(target, 100), alerts)) {
            bodies.add(JSON.readTree(body(target, sending)));
        }
        return bodies;
    }

    private static String body(Target target, SimulatedDelivery.Sending sending) {
        return target.format()
                .notification(sending.message(), target.template(), new Secret("key"), sending.time())
                .body();
    }
}
