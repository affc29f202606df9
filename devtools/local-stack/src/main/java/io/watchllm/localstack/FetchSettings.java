package io.watchllm.localstack;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where engines are looked for and kept.
 *
 * @param cache the folder that fetched engines are kept in ({@code WATCHLLM_CACHE_DIR})
 * @param localMavenRepository where Maven keeps what it downloaded ({@code maven.repo.local}); read, never written
 * @param mavenRepository the base address that artifacts come from ({@code WATCHLLM_MAVEN_REPOSITORY}), ends in "/"
 * @param clickHouseBinary an address of a {@code clickhouse} executable ({@code WATCHLLM_CLICKHOUSE_BINARY_URL})
 * @param searchPath the folders of {@code PATH}
 * @param platform the machine to fetch for
 */
record FetchSettings(
        Path cache,
        Path localMavenRepository,
        URI mavenRepository,
        @Nullable URI clickHouseBinary,
        List<Path> searchPath,
        Platform platform) {
    private static final Pattern SHA256 = Pattern.compile("sha256=[0-9a-f]{64}");

    private static final String MAVEN_CENTRAL = "https://repo.maven.apache.org/maven2/";

    FetchSettings {
        searchPath = List.copyOf(searchPath);
    }

    /** The settings of this process. */
    static FetchSettings ofThisProcess() {
        return of(System.getenv(), Path.of(System.getProperty("user.home")), System.getProperty("maven.repo.local"));
    }

    /** The settings that an environment asks for. */
    static FetchSettings of(Map<String, String> environment, Path home, @Nullable String localMavenRepository) {
        var platform = Platform.current();
        var binary = environment.get("WATCHLLM_CLICKHOUSE_BINARY_URL");
        var repository = environment.getOrDefault("WATCHLLM_MAVEN_REPOSITORY", MAVEN_CENTRAL);
        return new FetchSettings(
                cache(environment, home, platform),
                localMavenRepository == null ? home.resolve(".m2/repository") : Path.of(localMavenRepository),
                address("WATCHLLM_MAVEN_REPOSITORY", repository.endsWith("/") ? repository : repository + "/"),
                binary == null || binary.isBlank() ? null : program("WATCHLLM_CLICKHOUSE_BINARY_URL", binary),
                Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of)
                        .toList(),
                platform);
    }

    /** Whether these settings lead to ClickHouse as a library. */
    boolean clickHouseAsLibrary() {
        return clickHouseBinary == null && executable("clickhouse").isEmpty();
    }

    /** The executable of a name that a shell would run. */
    Optional<Path> executable(String name) {
        return searchPath.stream()
                .map(folder -> folder.resolve(name).toAbsolutePath())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static Path cache(Map<String, String> environment, Path home, Platform platform) {
        var given = environment.getOrDefault("WATCHLLM_CACHE_DIR", "");
        if (!given.isBlank()) {
            return Path.of(given).toAbsolutePath();
        }
        if (platform.name().startsWith("darwin")) {
            return home.resolve("Library/Caches/watchllm");
        }
        var caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (caches.isBlank() ? home.resolve(".cache") : Path.of(caches))
                .resolve("watchllm")
                .toAbsolutePath();
    }

    /** The address of a program that is run, and so has to be the one that was meant. */
    private static URI program(String variable, String value) {
        var address = address(variable, value);
        var sum = String.valueOf(address.getFragment());
        if (List.of("https", "file").contains(address.getScheme())
                || SHA256.matcher(sum).matches()) {
            return address;
        }
        throw new LocalStackException(
                variable + " is \"" + value + "\", and anyone on the way could change what comes from"
                        + " there. Give an address that starts with https:// or file://, or put #sha256= and the sum of the file"
                        + " behind it.");
    }

    private static URI address(String variable, String value) {
        try {
            var address = URI.create(value);
            if (address.getScheme() == null) {
                throw new IllegalArgumentException("no scheme");
            }
            return address;
        } catch (IllegalArgumentException e) {
            throw new LocalStackException(
                    variable + " is no address: \"" + value + "\" (" + e.getMessage() + "). Give one that starts with"
                            + " https:// or file://.",
                    e);
        }
    }
}
