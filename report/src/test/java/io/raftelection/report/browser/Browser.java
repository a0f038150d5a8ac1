package io.raftelection.report.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A real Chromium without a window, driven over the WebDriver protocol by its own driver. {@link #close} ends both
 * processes.
 */
final class Browser implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    private Browser(Process driver, int port, Options options) throws IOException, InterruptedException {
        this.driver = driver;
        var root = "http://127.0.0.1:" + port + "/session";
        this.session = root + "/"
                + send("POST", root, options.capabilities(json))
                        .get("sessionId")
                        .asText();
    }

    /**
     * How the browser starts.
     *
     * @param scripts whether it runs scripts
     * @param dark whether the user prefers dark pages
     * @param width the width of the window
     * @param height its height
     */
    record Options(boolean scripts, boolean dark, int width, int height) {
        private ObjectNode capabilities(ObjectMapper json) {
            var root = json.createObjectNode();
            var wanted = root.putObject("capabilities").putObject("alwaysMatch");
            wanted.putObject("goog:loggingPrefs").put("browser", "ALL");
            var chrome = wanted.putObject("goog:chromeOptions");
            chrome.put("binary", Required.program("chromium", "chromium").toString());
            // Tests run as root in containers, which have a small /dev/shm.
            var arguments = chrome.putArray("args")
                    .add("--headless=new")
                    .add("--no-sandbox")
                    .add("--disable-dev-shm-usage")
                    .add("--disable-gpu")
                    .add("--hide-scrollbars")
                    .add("--window-size=" + width + "," + height);
            if (dark) {
                arguments.add("--blink-settings=preferredColorScheme=0");
            }
            if (!scripts) {
                chrome.putObject("prefs").put("profile.managed_default_content_settings.javascript", 2);
            }
            return root;
        }
    }

    static Browser start() throws IOException, InterruptedException {
        return start(new Options(true, false, 1500, 1000));
    }

    static Browser start(Options options) throws IOException, InterruptedException {
        Required.program("chromium", "chromium");
        var program = Required.program("chromedriver", "chromium-driver");
        var driver = new ProcessBuilder(program.toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        try {
            return new Browser(driver, port(driver), options);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            driver.destroy();
            throw e;
        }
    }

    private static int port(Process driver) throws IOException {
        BufferedReader lines = driver.inputReader();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var port = PORT.matcher(line);
            if (port.find()) {
                return Integer.parseInt(port.group(1));
            }
        }
        throw new IOException("chromedriver: ended before it named its port");
    }

    /** Opens a file from disk and waits until it is loaded. */
    void open(Path file) throws IOException, InterruptedException {
        open(file.toUri());
    }

    /** Opens an address and waits until it is loaded. */
    void open(URI address) throws IOException, InterruptedException {
        send("POST", session + "/url", json.createObjectNode().put("url", address.toString()));
    }

    /** Waits until the text of an element contains another one, for at most 20 seconds. */
    void awaitText(String selector, String expected) throws IOException, InterruptedException {
        awaitTrue("document.querySelector(" + json.writeValueAsString(selector) + ")?.innerText.includes("
                + json.writeValueAsString(expected) + ")");
    }

    /** Waits until an expression of the page is true, for at most 20 seconds. */
    void awaitTrue(String expression) throws IOException, InterruptedException {
        var isTrue = await("const done = arguments[0]; const end = performance.now() + 20000;"
                + "const step = () => { const value = Boolean(" + expression + ");"
                + " value || performance.now() > end ? done(value) : setTimeout(step, 5); }; step();");
        if (!isTrue.asBoolean()) {
            throw new AssertionError(expression + ": is not true, the page says:\n"
                    + run("return document.body.innerText").asText() + "\n" + console());
        }
    }

    /** {@return the result of a script} */
    JsonNode run(String script) throws IOException, InterruptedException {
        var body = json.createObjectNode().put("script", script);
        body.putArray("args");
        return send("POST", session + "/execute/sync", body);
    }

    /** {@return the result of a script that calls {@code arguments[0]} with it} */
    JsonNode await(String script) throws IOException, InterruptedException {
        var body = json.createObjectNode().put("script", script);
        body.putArray("args");
        return send("POST", session + "/execute/async", body);
    }

    /** Waits until the picture and the list have been drawn. */
    void settle() throws IOException, InterruptedException {
        await("""
                const done = arguments[0];
                const step = () => typeof listing === 'undefined' || (!waiting && listing === 0)
                    ? done(0) : setTimeout(step, 10);
                requestAnimationFrame(() => requestAnimationFrame(step))""");
    }

    /** {@return the visible text of an element} */
    String text(String selector) throws IOException, InterruptedException {
        return send("GET", session + "/element/" + element(selector) + "/text", null)
                .asText();
    }

    /** Types keys into an element. */
    void type(String selector, String keys) throws IOException, InterruptedException {
        send(
                "POST",
                session + "/element/" + element(selector) + "/value",
                json.createObjectNode().put("text", keys));
        settle();
    }

    /** Acts as a pointer or wheel: the actions are those of WebDriver. */
    void act(Map<String, Object> source) throws IOException, InterruptedException {
        var body = json.createObjectNode();
        body.putArray("actions").add(json.valueToTree(source));
        send("POST", session + "/actions", body);
        settle();
    }

    private String element(String selector) throws IOException, InterruptedException {
        var body = json.createObjectNode().put("using", "css selector").put("value", selector);
        return send("POST", session + "/element", body).get(ELEMENT).asText();
    }

    /** {@return the messages of the console since the last call, among them violations of the policy} */
    List<String> console() throws IOException, InterruptedException {
        var body = json.createObjectNode().put("type", "browser");
        var entries = send("POST", session + "/se/log", body);
        return StreamSupport.stream(entries.spliterator(), false)
                .map(entry ->
                        entry.get("level").asText() + " " + entry.get("message").asText())
                .toList();
    }

    /** Writes what the window shows as PNG. */
    void screenshot(Path file) throws IOException, InterruptedException {
        Files.write(
                file,
                Base64.getDecoder()
                        .decode(send("GET", session + "/screenshot", null).asText()));
    }

    private JsonNode send(String method, String address, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address))
                .timeout(LIMIT)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        var answer = json.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        var value = answer.get("value");
        if (value.has("error")) {
            throw new IOException(address + ": " + value.get("error").asText() + ": "
                    + value.get("message").asText());
        }
        return value;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            send("DELETE", session, null);
        } finally {
            var processes = new ArrayList<>(driver.descendants().toList());
            processes.add(driver.toHandle());
            processes.forEach(ProcessHandle::destroy);
            if (!driver.waitFor(10, TimeUnit.SECONDS)) {
                processes.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }
}
