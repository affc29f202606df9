package io.watchllm.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FetchSettingsTest {
    private static final Path HOME = Path.of("/home/someone");

    @Test
    void shouldPreferTheFolderGivenForTheCache() {
        var environment = Map.of("WATCHLLM_CACHE_DIR", "/big/disk", "XDG_CACHE_HOME", "/xdg");

        assertThat(FetchSettings.of(environment, HOME, null).cache()).isEqualTo(Path.of("/big/disk"));
    }

    @Test
    void shouldTakeMavenCentralAndTheUsualRepositoryWhenNothingIsSaid() {
        var settings = FetchSettings.of(Map.of(), HOME, null);

        assertThat(settings.mavenRepository()).hasToString("https://repo.maven.apache.org/maven2/");
        assertThat(settings.localMavenRepository()).isEqualTo(HOME.resolve(".m2/repository"));
        assertThat(settings.clickHouseBinary()).isNull();
        assertThat(settings.searchPath()).isEmpty();
    }

    @Test
    void shouldEndTheRepositoryAddressInASlash() {
        var environment = Map.of("WATCHLLM_MAVEN_REPOSITORY", "https://mirror.example/maven");

        assertThat(FetchSettings.of(environment, HOME, "/other/m2"))
                .returns(Path.of("/other/m2"), FetchSettings::localMavenRepository)
                .returns(
                        "https://mirror.example/maven/",
                        settings -> settings.mavenRepository().toString());
    }

    @Test
    void shouldNameTheVariableWhenItsAddressIsNone() {
        var environment = Map.of("WATCHLLM_CLICKHOUSE_BINARY_URL", "clickhouse");

        assertThatThrownBy(() -> FetchSettings.of(environment, HOME, null))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("WATCHLLM_CLICKHOUSE_BINARY_URL")
                .hasMessageContaining("\"clickhouse\"")
                .hasMessageContaining("https://");
    }

    /** What comes from there is run. */
    @Test
    void shouldTakeNoProgramThatAnyoneOnTheWayCouldChange() {
        var variable = "WATCHLLM_CLICKHOUSE_BINARY_URL";
        for (var open :
                List.of("http://mirror/clickhouse", "http://mirror/clickhouse#sha256=00ff", "ftp://mirror/ch")) {
            assertThatThrownBy(() -> FetchSettings.of(Map.of(variable, open), HOME, null))
                    .isInstanceOf(LocalStackException.class)
                    .hasMessageStartingWith(variable + " is \"" + open + "\", and anyone on the way could change");
        }
        for (var proven : List.of(
                "https://mirror/clickhouse",
                "file:///opt/clickhouse",
                "http://mirror/clickhouse#sha256=" + "0123456789abcdef".repeat(4))) {
            assertThat(FetchSettings.of(Map.of(variable, proven), HOME, null).clickHouseBinary())
                    .hasToString(proven);
        }
    }

    @Test
    void shouldNamePlatformsAsThePackagesDo() {
        assertThat(Platform.of("Linux", "amd64").name()).isEqualTo("linux-x64-gnu");
        assertThat(Platform.of("Linux", "aarch64").name()).isEqualTo("linux-arm64-gnu");
        assertThat(Platform.of("Mac OS X", "x86_64").name()).isEqualTo("darwin-x64");
        assertThat(Platform.of("Mac OS X", "aarch64").name()).isEqualTo("darwin-arm64");
    }

    @Test
    void shouldRunClickHouseAsALibraryUnlessABinaryIsNamed() {
        var binary = URI.create("file:///clickhouse");

        assertThat(on(Platform.LINUX_X64, null).clickHouseAsLibrary()).isTrue();
        assertThat(on(Platform.LINUX_X64, binary).clickHouseAsLibrary()).isFalse();
    }

    @Test
    void shouldPointToContainersWhenThePlatformIsAnother() {
        assertThatThrownBy(() -> Platform.of("Windows 11", "amd64"))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("Windows 11")
                .hasMessageContaining("docker compose");
    }

    private static FetchSettings on(Platform platform, @Nullable URI binary) {
        return new FetchSettings(HOME, HOME, URI.create("https://nowhere.example/"), binary, List.of(), platform);
    }
}
