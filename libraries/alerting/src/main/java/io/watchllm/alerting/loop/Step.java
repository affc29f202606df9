package io.watchllm.alerting.loop;

import io.watchllm.alerting.model.Hash128;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Kind;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.model.Observation.Signature;
import io.watchllm.alerting.snapshot.StepSnapshot;

/**
 * A step or a tool call.
 *
 * @param isCall whether it is a tool call
 * @param name the tool; empty for a step
 * @param signature what was done
 * @param failed whether it failed
 */
record Step(long timeMs, boolean isCall, String name, Signature signature, boolean failed) {

    private static final Signature UNKNOWN = new Signature(Hash128.NONE, Hash128.NONE, false);

    static Step of(Observation seen) {
        return new Step(
                seen.timeMs(),
                seen.kind() == Kind.TOOL_CALL,
                seen.who().actor().tool(),
                seen.signature() == null ? UNKNOWN : seen.signature(),
                seen.numbers().outcome() != Outcome.SUCCESS);
    }

    /** Whether both did the same with the same result, as far as that is known. */
    boolean isSame(Step other) {
        return signature.comparable() && signature.equals(other.signature);
    }

    /** Whether both made the same call, whatever its result. */
    boolean isSameCall(Step other) {
        return signature.call().equals(other.signature.call());
    }

    StepSnapshot snapshot() {
        return new StepSnapshot(
                timeMs,
                isCall,
                name,
                signature.call().high(),
                signature.call().low(),
                signature.result().high(),
                signature.result().low(),
                signature.comparable(),
                failed);
    }

    static Step of(StepSnapshot from) {
        var signature = new Signature(
                new Hash128(from.getCallHigh(), from.getCallLow()),
                new Hash128(from.getResultHigh(), from.getResultLow()),
                from.getComparable());
        return new Step(from.getTimeMs(), from.getIsCall(), from.getName(), signature, from.getFailed());
    }
}
