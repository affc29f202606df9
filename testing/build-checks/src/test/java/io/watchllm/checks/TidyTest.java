package io.watchllm.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** House rules that no tool has: each failure names the file, the line and the way out. */
class TidyTest {
    private static final int FILE_LINES_MAX = 300;
    private static final int METHOD_LINES_MAX = 50;
    private static final int PARAMETERS_MAX = 6;

    /** A word that must not stand in the code, and why. */
    private record Ban(Pattern pattern, String why) {
        static Ban of(String regex, String why) {
            return new Ban(Pattern.compile(regex), why);
        }
    }

    private static final List<Ban> BANS = List.of(
            Ban.of("\\bThread\\.sleep\\b", "wait for what you wait for"),
            Ban.of("@Disabled\\b", "a test that can't run is deleted or mended"),
            Ban.of("\\b(TODO|FIXME|XXX)\\b", "open an issue instead"),
            Ban.of("@author\\b", "the history knows"),
            Ban.of("import (static )?org\\.junit\\.jupiter\\.api\\.Assertions\\b", "AssertJ says more when it fails"),
            Ban.of("import org\\.mockito\\b", "fakes and real engines, no mocks"),
            Ban.of("catch \\([^)]*\\) *\\{ *\\}", "say why nothing has to be done"),
            Ban.of("\\.toLowerCase\\(\\)|\\.toUpperCase\\(\\)", "name the locale: Locale.ROOT"),
            Ban.of("\\\\p\\{(Cntrl|Cc)\\}", "PlainText knows what must not reach a terminal"),
            Ban.of("printStackTrace\\(\\)", "log it, let it go up, or name the stream"));

    private final SourceTree tree = SourceTree.ofWorkingDirectory();

    @Test
    void shouldKeepFilesShort() throws IOException {
        var long_ = new ArrayList<String>();
        for (var file : tree.javaFiles()) {
            var lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES_MAX) {
                long_.add(name(file) + ": " + lines + " lines");
            }
        }
        assertThat(long_)
                .as("files above " + FILE_LINES_MAX + " lines: one job a class")
                .isEmpty();
    }

    @Test
    void shouldKeepMethodsShortAndTheirParametersFew() throws IOException {
        var found = new ArrayList<String>();
        for (var file : tree.javaFiles()) {
            for (var method : JavaOutline.of(Files.readString(file)).methods()) {
                if (method.lines() > METHOD_LINES_MAX) {
                    found.add(name(file) + ": " + method.name() + " has " + method.lines() + " lines");
                }
                if (method.parameters() > PARAMETERS_MAX) {
                    found.add(name(file) + ": " + method.name() + " takes " + method.parameters() + " parameters");
                }
            }
        }
        assertThat(found)
                .as("methods above " + METHOD_LINES_MAX + " lines or " + PARAMETERS_MAX + " parameters")
                .isEmpty();
    }

    @Test
    void shouldKeepBannedWordsOut() throws IOException {
        var found = new ArrayList<String>();
        for (var file : tree.javaFiles()) {
            if (file.endsWith("TidyTest.java")) {
                continue;
            }
            var lines = Files.readAllLines(file);
            for (var number = 0; number < lines.size(); number++) {
                for (var ban : BANS) {
                    if (ban.pattern().matcher(lines.get(number)).find()) {
                        found.add(name(file) + ":" + (number + 1) + ": " + ban.pattern() + " (" + ban.why() + ")");
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /** What writes SQL, settings and files of engines, or runs in the process of somebody else. */
    private static final Pattern MACHINE_TEXT = Pattern.compile(
            ".*/(clickhouse|delivery|clickhouse-sink|local-stack|service|alert-notifier|ingest-producer)/src/main/.*");

    private static final Pattern LOCAL_NUMBER = Pattern.compile("%[-+,0-9.$]*[dfe](?![A-Za-z])");
    private static final Pattern STATEMENT_END = Pattern.compile(";");
    private static final Pattern FORMAT = Pattern.compile("\\b(formatted|format|printf)\\(");

    @Test
    void shouldWriteNumbersOfMachineTextAlikeEverywhere() throws IOException {
        var found = new ArrayList<String>();
        for (var file : tree.javaFiles()) {
            if (MACHINE_TEXT.matcher(file.toString()).matches()) {
                for (var statement :
                        STATEMENT_END.splitAsStream(Files.readString(file)).toList()) {
                    if (LOCAL_NUMBER.matcher(statement).find()
                            && FORMAT.matcher(statement).find()
                            && !statement.contains("Locale.")) {
                        found.add(name(file) + ":"
                                + statement.strip().lines().findFirst().orElse(""));
                    }
                }
            }
        }
        assertThat(found)
                .as("numbers in the digits of the default locale: write %s, or name Locale.ROOT")
                .isEmpty();
    }

    /** Commands print through the writers of the command line, which let nothing from outside steer a terminal. */
    @Test
    void shouldPrintOnlyThroughTheCommandLine() throws IOException {
        var direct = Pattern.compile("System\\.(out|err)\\b|FileDescriptor\\.(out|err)\\b|PlainWriter\\.exact\\(");
        var found = new ArrayList<String>();
        for (var file : tree.javaFiles()) {
            var inCommands = file.toString().contains("cli/src/main/");
            if (inCommands
                    && !file.endsWith("QueryCommand.java")
                    && direct.matcher(Files.readString(file)).find()) {
                found.add(name(file));
            }
        }
        assertThat(found)
                .as("print with getOut and getErr of the command; only CSV for files goes around their PlainWriter")
                .isEmpty();
    }

    /** Else a log shows what somebody else wrote as it came. */
    @Test
    void shouldLayOutLogsByConvertersThatCleanThem() throws IOException {
        var raw = Pattern.compile(
                "%(-?\\d+(\\.\\d+)?)?(m|msg|message|ex|exception|throwable|xEx|xException|kvp|mdc|X)\\b");
        var layout = Files.readString(tree.root().resolve("cli/src/main/resources/logback.xml"));

        assertThat(raw.matcher(layout).find()).as("raw text in %s", layout).isFalse();
        assertThat(layout).contains("%plainMessage", "%plainStackTrace");
    }

    @Test
    void shouldLeaveNoPlaceholderInThePages() throws IOException {
        var found = new ArrayList<String>();
        for (var page : tree.pages()) {
            if (Files.readString(page).contains("@@")) {
                found.add(name(page));
            }
        }
        assertThat(found).as("pages with a placeholder").isEmpty();
    }

    @Test
    void shouldTellEachPackagesFlow() throws IOException {
        var bare = new ArrayList<String>();
        for (var file : tree.javaFiles()) {
            var folder = file.resolveSibling("package-info.java");
            if (file.toString().contains("/src/main/") && !Files.exists(folder)) {
                bare.add(name(folder));
            }
        }
        assertThat(bare.stream().distinct())
                .as("packages without a package-info.java that tells their flow and says @NullMarked")
                .isEmpty();
    }

    private String name(Path file) {
        return tree.root().relativize(file).toString();
    }
}
