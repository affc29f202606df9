package io.watchllm.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Version of the pipeline that this process runs. */
public final class ProgramVersion {

    /** For example {@code 0.1.0}. */
    public static final String TEXT = read();

    private ProgramVersion() {}

    private static String read() {
        try (var resource = ProgramVersion.class.getResourceAsStream("version.txt")) {
            if (resource == null) {
                throw new IllegalStateException("version.txt is missing beside " + ProgramVersion.class.getName());
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
