package io.watchllm.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A link of a page leads somewhere: to a file of this project, and to a heading that the page has. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    @Test
    void shouldLinkToWhatIsThere() throws IOException {
        var broken = new ArrayList<String>();
        for (var page : SourceTree.ofWorkingDirectory().pages()) {
            var links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                if (!ELSEWHERE.matcher(links.group(1)).matches() && !leads(page, links.group(1), links.group(2))) {
                    broken.add(page + ": " + links.group());
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    private static boolean leads(Path page, String file, @Nullable String heading) throws IOException {
        var target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return heading == null
                || !target.toString().endsWith(".md")
                || HEADING.matcher(Files.readString(target))
                        .results()
                        .anyMatch(found -> anchor(found.group(1)).equals(heading));
    }

    /** The name that GitHub gives a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                .replace(' ', '-');
    }
}
