package io.watchllm.chaos.proxy;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request.
 *
 * @param stage where it is struck
 * @param strike what happens there
 * @param trap holds it at the stage before that; null for no wait
 */
public record Fault(
        Stage stage, FaultAction strike, @Nullable Gate trap) {
    /** Nothing happens to it. */
    public static final Fault PASS = new Fault(Stage.ARRIVED, FaultAction.PROCEED, null);

    /** A point on the way of a request. */
    public enum Stage {
        /** It has arrived at the proxy, and the server has nothing of it. */
        ARRIVED,
        /** The server has half of it. */
        HALF_SENT,
        /** The server has answered, and the client has nothing of that. */
        ANSWERED
    }

    /** What happens at the point. */
    public enum FaultAction {
        /** It goes on as if nothing had been. */
        PROCEED,
        /** Both connections end. */
        CLOSE,
        /** The client's connection is reset, and the server's ends. */
        RESET,
        /** The client gets a refusal in place of the server's answer. */
        REFUSE
    }

    /** Strikes without a wait. */
    public static Fault at(Stage stage, FaultAction strike) {
        return new Fault(stage, strike, null);
    }

    /** Waits in the trap if this is the stage; gives what happens then. */
    FaultAction reach(Stage reached) throws InterruptedException {
        if (reached != stage) {
            return FaultAction.PROCEED;
        }
        if (trap != null) {
            trap.spring();
        }
        return strike;
    }
}
