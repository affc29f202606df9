package io.watchllm.localstack;

import io.watchllm.localstack.child.ParentWatch;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A folder of unpacked engines, shared by every checkout and process of a user. An entry appears whole or not at all:
 * it is filled under another name beside its place and moved there in one step, and who comes second takes the first's.
 *
 * @param root the folder; made when it is missing
 */
record EngineCache(Path root) {
    private static final String PART_PREFIX = ".part-";
    private static final Duration PART_AGE_MAX = Duration.ofDays(1);
    private static final double MEGABYTE = 1_000_000.0;

    /** Fills a new folder with what an entry is to hold. */
    @FunctionalInterface
    interface Filler {
        void fill(Path folder) throws IOException;
    }

    /**
     * The folder of an entry, filled when it is not there.
     *
     * @param name the entry's name, which tells its version
     * @param bytesNeeded the room that filling takes at its peak
     * @throws LocalStackException when the room is not there or filling fails; nothing is left of the entry then
     */
    Path entry(String name, long bytesNeeded, Filler filler) {
        var place = root.resolve(name);
        if (Files.isDirectory(place)) {
            return requireOwn(place);
        }
        Path part = null;
        try {
            Files.createDirectories(root);
            sweep();
            requireRoom(name, bytesNeeded);
            part = Files.createTempDirectory(root, PART_PREFIX);
            filler.fill(part);
            return move(part, place);
        } catch (IOException e) {
            throw new LocalStackException(explain(name, e), e);
        } finally {
            if (part != null) {
                ParentWatch.delete(part);
            }
        }
    }

    /** Engines are run from here, so nobody else may have put them there. */
    private Path requireOwn(Path place) {
        try {
            var owner = Files.getOwner(place);
            if (owner.getName().equals("root") || owner.equals(owner())) {
                return place;
            }
            throw new LocalStackException(place + " belongs to " + owner.getName()
                    + ", and engines of another user are not run. Remove it, or name a folder of your own in"
                    + " WATCHLLM_CACHE_DIR.");
        } catch (IOException e) {
            throw new LocalStackException("Cannot look at " + place + ": " + e, e);
        }
    }

    /** Whoever owns what this process makes. */
    private static UserPrincipal owner() throws IOException {
        var probe = Files.createTempFile("watchllm-owner", "");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static Path move(Path part, Path place) throws IOException {
        try {
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            // Another process was faster: what it put there is as whole as ours.
            if (!Files.isDirectory(place)) {
                throw e;
            }
        }
        return place;
    }

    private void requireRoom(String name, long bytesNeeded) throws IOException {
        var free = Files.getFileStore(root).getUsableSpace();
        if (free < bytesNeeded) {
            throw new LocalStackException(String.format(
                    Locale.ROOT,
                    "Not enough disk for %s: it needs %.0f MB in %s, and %.0f MB are free. Make room, or name a folder"
                            + " on another disk in WATCHLLM_CACHE_DIR.",
                    name,
                    bytesNeeded / MEGABYTE,
                    root,
                    free / MEGABYTE));
        }
    }

    /** Whether a failure, of this process or of a tool it ran, is that of a full disk. */
    static boolean diskFull(IOException failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("no space left");
    }

    private String explain(String name, IOException failure) {
        if (diskFull(failure)) {
            return "The disk of " + root + " filled up while " + name + " was fetched; nothing was kept. Make room, or"
                    + " name a folder on another disk in WATCHLLM_CACHE_DIR.";
        }
        return "Cannot keep " + name + " in " + root + ": " + failure + ". WATCHLLM_CACHE_DIR names another folder.";
    }

    /** Takes away what killed processes left half filled. */
    private void sweep() throws IOException {
        var oldest = Instant.now().minus(PART_AGE_MAX);
        try (var parts = Files.newDirectoryStream(root, PART_PREFIX + "*")) {
            for (var left : parts) {
                if (Files.getLastModifiedTime(left).toInstant().isBefore(oldest)) {
                    ParentWatch.delete(left);
                }
            }
        }
    }
}
