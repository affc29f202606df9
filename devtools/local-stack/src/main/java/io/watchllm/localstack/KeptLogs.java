package io.watchllm.localstack;

import io.watchllm.localstack.child.ParentWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the logs of engines that ended by themselves stay when their folders go; only the newest stay.
 *
 * @param root has a folder for each
 */
record KeptLogs(Path root) {
    static final int FOLDERS_MAX = 20;

    private static final Logger log = LoggerFactory.getLogger(KeptLogs.class);
    private static final String JVM_CRASHES = "hs_err_pid*.log";

    /** In the cache of this user: a folder of a known name among the temporary files could be anyone's. */
    static KeptLogs ofThisMachine() {
        return new KeptLogs(FetchSettings.ofThisProcess().cache().resolve("engine-logs"));
    }

    /** Copies the log, and what the JVM wrote of a crash; gives the log that stays. */
    Path keep(EngineFolder folder, long pid) {
        if (!folder.temporary()) {
            return folder.logFile();
        }
        var kept = root.resolve(folder.path().getFileName() + "-" + pid);
        try (var crashes = Files.newDirectoryStream(folder.path(), JVM_CRASHES)) {
            createPrivate();
            Files.createDirectories(kept);
            for (var crash : crashes) {
                copy(crash, kept);
            }
            var copy = copy(folder.logFile(), kept);
            dropOldest();
            return copy;
        } catch (IOException e) {
            log.warn("engine log goes with its folder: it can't be kept folder={}", kept, e);
            return folder.logFile();
        }
    }

    /** Logs of engines may hold what was asked of them. */
    private void createPrivate() throws IOException {
        Files.createDirectories(root);
        var view = Files.getFileAttributeView(root, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null && !Files.isSymbolicLink(root)) {
            view.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static Path copy(Path file, Path folder) throws IOException {
        return Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    private void dropOldest() throws IOException {
        var folders = new ArrayList<Aged>();
        try (var stream = Files.newDirectoryStream(root)) {
            for (var folder : stream) {
                folders.add(new Aged(folder, Files.getLastModifiedTime(folder)));
            }
        }
        folders.sort(Comparator.comparing(Aged::time).reversed());
        folders.stream().skip(FOLDERS_MAX).map(Aged::folder).forEach(ParentWatch::delete);
    }

    private record Aged(Path folder, FileTime time) {}
}
