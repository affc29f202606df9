package io.watchllm.chaos.core;

/** What can happen to an insert on its way. */
public enum InsertFault {
    /** Nothing. */
    NONE,
    /** The server does its work, and its answer is lost. */
    ANSWER_LOST,
    /** Half of the body arrives, then the connection ends. */
    BODY_CUT,
    /** The answer comes after the sink has given up. */
    ANSWER_LATE,
    /** The insert itself arrives after the sink has given up and sent it again. */
    ARRIVES_LATE,
    /** The connection is reset in the middle of the body. */
    RESET,
    /** Status 200 with an exception header, and nothing was stored. */
    EXCEPTION_BEFORE_WRITE,
    /** Status 200 with an exception header, though everything was stored. */
    EXCEPTION_AFTER_WRITE
}
