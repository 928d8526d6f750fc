package dev.tollgate.function.local.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// The system's Chromium without a window. Everything that it writes is in a folder that goes with it.
final class Chromium implements AutoCloseable {
    /// How long anything on a page may take.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(30);
    private static final Path INSTALL = Path.of("install-chromium");

    private final Path folder;
    private final ChromeDriver driver;
    private final List<String> console = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    /// Starts it; where there is none, it is installed.
    Chromium() throws IOException, InterruptedException {
        List<String> paths = paths();
        folder = Files.createTempDirectory("chromium");
        Files.createDirectory(downloads());
        ChromeOptions options = new ChromeOptions();
        options.setBinary(paths.getFirst());
        options.addArguments(
                "--headless",
                "--no-sandbox", // which root can't have
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en",
                "--user-data-dir=" + folder.resolve("profile"));
        options.setExperimentalOption(
                "prefs", Map.of("download.default_directory", downloads().toString()));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(Path.of(paths.getLast()).toFile())
                        .usingAnyFreePort()
                        .withSilent(true)
                        .build();
        driver = new ChromeDriver(service, options);
        driver.get("about:blank");
        logs(LogType.BROWSER); // of the page that it begins with
        logs(LogType.PERFORMANCE);
    }

    private List<LogEntry> logs(String type) {
        return driver.manage().logs().get(type).getAll();
    }

    private static List<String> paths() throws IOException, InterruptedException {
        Process install =
                new ProcessBuilder("bash", INSTALL.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<String> lines;
        try (var out = install.inputReader(StandardCharsets.UTF_8)) {
            lines = out.lines().toList();
        }
        if (install.waitFor() != 0 || lines.size() != 2) {
            throw new AssertionError(
                    "there is no Chromium; what functions/local/install-chromium says of it stands above");
        }
        return lines;
    }

    private Path downloads() {
        return folder.resolve("downloads");
    }

    /// A fresh page of a given width, without what was there before.
    void open(String address, int width, boolean dark) {
        size(width);
        scheme(dark);
        driver.get("about:blank");
        driver.get(address);
    }

    void size(int width) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        900,
                        "deviceScaleFactor",
                        2,
                        "mobile",
                        width < 500));
    }

    /// Light or dark, as the system of the reader would say, and nothing that moves.
    void scheme(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /// The one element that a CSS selector finds, as soon as it is there to be seen.
    WebElement find(String css) {
        return await(
                css,
                () ->
                        driver.findElements(By.cssSelector(css)).stream()
                                .filter(WebElement::isDisplayed)
                                .findFirst()
                                .orElse(null));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    String text(String css) {
        return String.valueOf(find(css).getDomProperty("textContent"));
    }

    void click(String css) {
        WebElement element = find(css);
        script("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    Object script(String code, Object... arguments) {
        return driver.executeScript(code, arguments);
    }

    /// The page's figures are those that were asked for last.
    void settled() {
        await(
                "the report",
                () ->
                        Boolean.TRUE.equals(
                                        script(
                                                "return !document.getElementById('content').hidden && !document.getElementById('content').hasAttribute('aria-busy')"))
                                ? true
                                : null);
        frame();
    }

    /// What was to be drawn is drawn.
    private void frame() {
        driver.executeAsyncScript(
                "requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()))");
    }

    /// Asks until there is an answer.
    <T> T await(String what, Supplier<@Nullable T> answer) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                T answered = answer.get();
                if (answered != null) {
                    return answered;
                }
            } catch (StaleElementReferenceException _) {
                // the page has drawn it anew
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new AssertionError("there is no " + what + " within " + PATIENCE);
    }

    /// The whole page, or what is seen of it, as a picture.
    void screenshot(Path file, boolean whole) throws IOException {
        frame();
        Map<String, Object> picture = new HashMap<>(Map.of("captureBeyondViewport", whole));
        if (whole) {
            picture.put(
                    "clip",
                    Map.of(
                            "x", 0,
                            "y", 0,
                            "width", script("return document.documentElement.clientWidth"),
                            "height", script("return document.documentElement.scrollHeight"),
                            "scale", 1));
        }
        Object data = driver.executeCdpCommand("Page.captureScreenshot", picture).get("data");
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(String.valueOf(data)));
    }

    JsonNode devTools(String command) {
        return Json.mapper().valueToTree(driver.executeCdpCommand(command, Map.of()));
    }

    /// A file that was saved, once it is there.
    String download(String name) {
        Path file = downloads().resolve(name);
        await(name, () -> Files.exists(file) ? file : null);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What pages have said on the console since the start.
    List<String> console() {
        logs(LogType.BROWSER).forEach(entry -> console.add(entry.getMessage()));
        return List.copyOf(console);
    }

    /// The addresses that pages have asked since the start.
    List<String> requests() {
        logs(LogType.PERFORMANCE)
                .forEach(entry -> {
                    JsonNode message =
                            Json.tree(entry.getMessage().getBytes(StandardCharsets.UTF_8))
                                    .path("message");
                    if (message.path("method").asText().equals("Network.requestWillBeSent")) {
                        requests.add(message.path("params").path("request").path("url").asText());
                    }
                });
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        driver.quit();
        await("end of its processes, which write until then", () -> isDeleted() ? true : null);
    }

    private boolean isDeleted() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException | UncheckedIOException _) {
            return false;
        }
    }
}
