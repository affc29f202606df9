package io.watchllm.pricing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** LiteLLM's file of July 2026, as the loader reads it. */
public final class LiteLlmList {

    private static final Path FOLDER = Path.of("src/test/resources/prices");

    private LiteLlmList() {}

    public static PriceFile file() {
        try (var stream = new GZIPInputStream(Files.newInputStream(FOLDER.resolve("litellm-prices-2026-07.json.gz")))) {
            return PriceFile.read(stream.readAllBytes(), "litellm-undated");
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    public static PriceList list() {
        var rows =
                file().prices().stream().map(price -> price.row(Instant.EPOCH)).toList();
        return PriceList.of(rows, List.of());
    }

    /** The calls of cases.csv, each as its cells. */
    public static List<List<String>> cases() {
        try {
            return Files.readAllLines(FOLDER.resolve("cases.csv")).stream()
                    .skip(1)
                    .map(LiteLlmList::cells)
                    .toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Cells with commas between; one with commas stands in quotes, with quotes doubled. */
    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            char each = line.charAt(at);
            if (each == '"' && quoted && at + 1 < line.length() && line.charAt(at + 1) == '"') {
                cell.append(each);
                at++;
            } else if (each == '"') {
                quoted = !quoted;
            } else if (each == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(each);
            }
        }
        cells.add(cell.toString());
        return List.copyOf(cells);
    }
}
