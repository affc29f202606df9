package io.watchllm.runtime;

/** A setting that can't be used. The message names the variable, its value unless secret, and the expected value. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String variable;

    public ConfigException(String variable, String problem) {
        super(variable + ": " + problem);
        this.variable = variable;
    }

    /** The environment variable with the problem. */
    public String variable() {
        return variable;
    }
}
