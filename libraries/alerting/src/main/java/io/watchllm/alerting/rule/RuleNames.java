package io.watchllm.alerting.rule;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names and versions of some rules, as one text.
 *
 * @param text comma-separated {@code id:version} pairs; an id contains neither character
 */
public record RuleNames(String text) {

    private static final String BETWEEN = ",";
    private static final char BEFORE_VERSION = ':';

    /** One pair. */
    public record Name(String id, int version) {}

    /** The names of these rules. */
    public static RuleNames of(Collection<Rule> rules) {
        return new RuleNames(rules.stream()
                .map(rule -> rule.id() + BEFORE_VERSION + rule.version())
                .collect(Collectors.joining(BETWEEN)));
    }

    /** All pairs, in order; invalid ones are skipped. */
    public List<Name> names() {
        return Stream.of(text.split(BETWEEN)).flatMap(RuleNames::name).toList();
    }

    private static Stream<Name> name(String text) {
        int place = text.lastIndexOf(BEFORE_VERSION);
        try {
            return Stream.of(
                    new Name(text.substring(0, Math.max(0, place)), Integer.parseInt(text.substring(place + 1))));
        } catch (NumberFormatException foreign) {
            return Stream.of();
        }
    }
}
