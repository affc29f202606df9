package io.watchllm.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a small tar.gz, with the system's own tar. */
final class TestArchive {
    private TestArchive() {}

    /** An archive of one file that says what it is, made in the folder. */
    static byte[] of(Path folder, String name) throws Exception {
        var content = folder.resolve("content").resolve(name);
        Files.createDirectories(content.getParent());
        Files.writeString(content, "content of " + name);
        var file = folder.resolve("archive.tar.gz");
        var tar = new ProcessBuilder(
                        "tar",
                        "-czf",
                        file.toString(),
                        "-C",
                        folder.resolve("content").toString(),
                        name)
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return Files.readAllBytes(file);
    }
}
