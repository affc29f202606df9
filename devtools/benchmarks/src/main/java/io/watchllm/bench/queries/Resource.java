package io.watchllm.bench.queries;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** Files beside this package's classes. */
final class Resource {
    private Resource() {}

    /** The text of a file that is there. */
    static String text(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("no resource " + name));
    }

    /** The text of a file, if it is there. */
    static Optional<String> find(String name) {
        try (var stream = Resource.class.getResourceAsStream(name)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException failure) {
            throw new UncheckedIOException("can't read " + name, failure);
        }
    }

    /** The bytes of a file that is there; to be closed. */
    static InputStream open(String name) {
        return Objects.requireNonNull(Resource.class.getResourceAsStream(name), name);
    }
}
