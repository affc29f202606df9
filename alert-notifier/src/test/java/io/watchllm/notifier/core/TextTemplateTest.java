package io.watchllm.notifier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.notifier.Alerts;
import java.util.Locale;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TextTemplateTest {

    @Test
    void shouldPutFieldsInTheirPlaces() {
        var template = new TextTemplate("{{x}} {alert_level}{alert_actual_value}>{alert_threshold} {alert_baseline}.");

        assertThat(template.render(Alerts.of("a-1", "r", "g"), text -> text.toUpperCase(Locale.ROOT)))
                .isEqualTo("{x} CRITICAL12.5>10 .");
    }

    @Test
    void shouldKnowEveryField() {
        for (var name : AlertFields.names()) {
            assertThat(new TextTemplate("{" + name + "}").render(Alerts.of("a-1", "r", "g"), UnaryOperator.identity()))
                    .isEqualTo(AlertFields.text(Alerts.of("a-1", "r", "g"), name));
        }
    }

    @Test
    void shouldSayWhatIsWrongAndWhere() {
        assertThatThrownBy(() -> new TextTemplate("a {alert_levl} b"))
                .hasMessageStartingWith("names the field {alert_levl} at character 3; expected one of event_id, ");
        assertThatThrownBy(() -> new TextTemplate("a {alert_level"))
                .hasMessageContaining("has a { at character 3 that is never closed");
        assertThatThrownBy(() -> new TextTemplate("a } b"))
                .hasMessageContaining("has a } at character 3 that closes nothing");
    }

    @Property
    void shouldGiveBackAnyTextWithItsBracesDoubled(@ForAll String text) {
        var doubled = text.replace("{", "{{").replace("}", "}}");

        assertThat(new TextTemplate(doubled).render(Alerts.of("a-1", "r", "g"), UnaryOperator.identity()))
                .isEqualTo(text);
    }
}
