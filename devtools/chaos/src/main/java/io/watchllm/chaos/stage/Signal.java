package io.watchllm.chaos.stage;

import java.io.IOException;

/** Signals to processes of this machine. */
public enum Signal {
    /** The process stands still until it gets {@link #CONT}. */
    STOP,
    /** It goes on. */
    CONT;

    /**
     * Sends it.
     *
     * @throws ChaosException when it can't be sent
     */
    public void send(long pid) {
        try {
            var kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name() + " " + pid).start();
            if (kill.waitFor() != 0) {
                throw new ChaosException("process " + pid + " could not be sent SIG" + name());
            }
        } catch (IOException failure) {
            throw new ChaosException("signals can't be sent", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ChaosException("interrupted", interrupted);
        }
    }
}
