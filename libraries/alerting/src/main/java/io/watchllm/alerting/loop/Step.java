package io.watchllm.alerting.loop;

import io.watchllm.alerting.model.ByteReader;
import io.watchllm.alerting.model.ByteWriter;
import io.watchllm.alerting.model.Hash128;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Kind;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.model.Observation.Signature;

/**
 * A step or a tool call.
 *
 * @param isCall whether it is a tool call
 * @param name the tool; empty for a step
 * @param call hash of the tool and arguments, or of the step
 * @param result hash of the result
 * @param fate how it ended
 */
record Step(long timeMs, boolean isCall, String name, Hash128 call, Hash128 result, Fate fate) {

    private static final Signature UNKNOWN = new Signature(Hash128.NONE, Hash128.NONE, false);

    /** Whether it failed, and whether enough is known to compare it. */
    record Fate(boolean failed, boolean judged) {}

    static Step of(Observation seen) {
        var signature = seen.signature() == null ? UNKNOWN : seen.signature();
        return new Step(
                seen.timeMs(),
                seen.kind() == Kind.TOOL_CALL,
                seen.who().actor().tool(),
                signature.call(),
                signature.result(),
                new Fate(seen.numbers().outcome() != Outcome.SUCCESS, signature.judged()));
    }

    boolean isSame(Step other) {
        return call.equals(other.call) && result.equals(other.result) && fate.judged && other.fate.judged;
    }

    boolean failed() {
        return fate.failed;
    }

    void write(ByteWriter out) {
        out.number(timeMs).flag(isCall).name(name);
        call.write(out);
        result.write(out);
        out.flag(fate.failed).flag(fate.judged);
    }

    static Step read(ByteReader in) {
        return new Step(
                in.number(), in.flag(), in.name(), Hash128.read(in), Hash128.read(in), new Fate(in.flag(), in.flag()));
    }
}
