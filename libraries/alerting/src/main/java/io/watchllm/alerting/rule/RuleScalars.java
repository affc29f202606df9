package io.watchllm.alerting.rule;

import io.watchllm.alerting.model.FixedPoint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Parses scalar values of a rule file. */
final class RuleScalars {

    static final String DURATION = "[0-9]{1,9}(ms|s|m|h|d)";

    private static final Pattern DURATIONS = Pattern.compile(DURATION);
    /** No leading zero: in YAML 010 is octal, eight and not ten. */
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,8})");

    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,19})(\\.[0-9]{1,9})?");

    /** Boolean words of YAML 1.1, whose other spellings such as True and TRUE have the same tag. */
    private static final Map<String, Boolean> FLAGS =
            Map.of("true", true, "yes", true, "on", true, "false", false, "no", false, "off", false);

    private RuleScalars() {}

    /** The value, or null when the node is not of that type. */
    static @Nullable Object value(RuleField.Type type, ScalarNode node) {
        var text = node.getValue();
        return switch (type) {
            case TEXT -> node.getTag().equals(Tag.NULL) ? null : text;
            case FLAG -> flag(node);
            case WHOLE, WHOLES -> isNumber(node, WHOLE) ? (Object) Integer.valueOf(text) : null;
            case DECIMAL ->
                isNumber(node, DECIMAL)
                        ? new BigDecimal(text).setScale(FixedPoint.SCALE, RoundingMode.UNNECESSARY)
                        : null;
            case DURATION -> DURATIONS.matcher(text).matches() ? (Object) Long.valueOf(millis(text)) : null;
            case KIND, SCOPE, FILTER -> null;
        };
    }

    /** A quoted value is text, whatever it looks like. */
    private static @Nullable Object flag(ScalarNode node) {
        if (!node.isPlain() || !node.getTag().equals(Tag.BOOL)) {
            return null;
        }
        return FLAGS.get(node.getValue().toLowerCase(Locale.ROOT));
    }

    private static boolean isNumber(ScalarNode node, Pattern form) {
        boolean tagged = node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
        return node.isPlain() && tagged && form.matcher(node.getValue()).matches();
    }

    private static long millis(String text) {
        int digits = 0;
        while (Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        return Long.parseLong(text.substring(0, digits)) * Unit.valueOf(text.substring(digits)).length;
    }

    /** A duration in the format of the file. */
    static String duration(long ms) {
        for (var unit : Unit.values()) {
            if (ms > 0 && ms % unit.length == 0) {
                return ms / unit.length + unit.name();
            }
        }
        return ms + "ms";
    }

    /** Units of durations, longest first. */
    private enum Unit {
        d(86_400_000),
        h(3_600_000),
        m(60_000),
        s(1_000),
        ms(1);

        private final long length;

        Unit(long length) {
            this.length = length;
        }
    }
}
