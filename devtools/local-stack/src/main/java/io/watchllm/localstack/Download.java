package io.watchllm.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Fetches a file over HTTP(S) or from the disk, and holds it against its SHA-256. */
final class Download {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);
    private static final Duration HEADERS_LIMIT = Duration.ofSeconds(60);
    private static final Duration STALL_LIMIT = Duration.ofSeconds(60);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int OK = 200;

    private final FetchProgress progress;

    Download(FetchProgress progress) {
        this.progress = progress;
    }

    /**
     * Fetches one file.
     *
     * @param name what it is, for people
     * @param sha256 what it must sum up to, in lower-case hex; null takes it as it comes
     * @throws LocalStackException when it cannot be reached, ends early, or is not what it should be
     */
    void fetch(String name, URI address, Path target, @Nullable String sha256) throws IOException {
        try {
            if ("file".equals(address.getScheme())) {
                var source = Path.of(URI.create("file://" + address.getPath()));
                try (var input = Files.newInputStream(source)) {
                    copy(name, input, Files.size(source), target);
                }
            } else {
                overHttp(name, address, target);
            }
        } catch (IOException e) {
            if (EngineCache.diskFull(e)) {
                throw e;
            }
            throw new LocalStackException(
                    "Cannot fetch " + name + " from " + address + ": " + e + ". Check the network and the address.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("Interrupted while fetching " + name, e);
        }
        if (sha256 != null) {
            verify(name, address.toString(), target, sha256);
        }
    }

    /** Whether a file sums up to a SHA-256. */
    static boolean matches(Path file, String sha256) throws IOException {
        return sha256(file).equals(sha256);
    }

    /**
     * Holds a file against its SHA-256.
     *
     * @throws LocalStackException when it is another
     */
    static void verify(String name, String source, Path file, String sha256) throws IOException {
        var actual = sha256(file);
        if (!actual.equals(sha256)) {
            throw new LocalStackException("What came for " + name + " from " + source + " is not what it should be: its"
                    + " SHA-256 is " + actual + ", expected " + sha256 + " (" + Files.size(file)
                    + " bytes). Nothing was kept; try again, or look at what stands between here and there.");
        }
    }

    private void overHttp(String name, URI address, Path target) throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            var response = client.send(
                    HttpRequest.newBuilder(address).timeout(HEADERS_LIMIT).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                if (response.statusCode() != OK) {
                    throw new IOException("the server says " + response.statusCode());
                }
                copy(
                        name,
                        body,
                        response.headers().firstValueAsLong("Content-Length").orElse(-1),
                        target);
            }
        }
    }

    private void copy(String name, InputStream input, long total, Path target) throws IOException {
        var done = 0L;
        var next = Instant.now();
        try (var output = Files.newOutputStream(target);
                var guard = new StallGuard(input, STALL_LIMIT)) {
            var buffer = new byte[BUFFER_BYTES];
            for (var read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                output.write(buffer, 0, read);
                done += read;
                guard.moved();
                if (!Instant.now().isBefore(next)) {
                    progress.bytes(name, done, total);
                    next = Instant.now().plus(progress.interval());
                }
            }
        }
        if (total >= 0 && done != total) {
            throw new IOException("it ended after " + done + " of " + total + " bytes");
        }
        progress.end("Fetched " + name + " (" + done / 1_000_000 + " MB)");
    }

    private static String sha256(Path file) throws IOException {
        try (var input = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[BUFFER_BYTES];
            for (var read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
