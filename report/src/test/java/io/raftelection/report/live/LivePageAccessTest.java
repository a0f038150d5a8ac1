package io.raftelection.report.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Tracker;
import io.raftelection.report.LivePage;
import io.raftelection.report.LivePageBuilder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks a page as browsers, other sites and attackers do. */
@Timeout(60)
final class LivePageAccessTest {
    private static final String TOKEN = "0123456789abcdef";

    /** Sends a request as it is, and reads the answer until the connection ends or the text is in it. */
    private static String ask(URI page, String request, String until) throws IOException {
        try (var socket = new Socket(page.getHost(), page.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(request.replace("PORT", "" + page.getPort())
                            .replace("|", "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            var answer = new StringBuilder();
            var in = socket.getInputStream();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            for (int one = in.read(); one >= 0; one = in.read()) {
                answer.append((char) one);
                assertThat(System.nanoTime()).as("the answer goes on").isLessThan(end);
                if (!until.isEmpty() && answer.indexOf(until) >= 0) {
                    break;
                }
            }
            return answer.toString();
        }
    }

    private static LivePage page(Tracker tracker) throws IOException {
        return LivePage.builder().start(tracker);
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.0|Host: localhost:PORT||, 200",
        "GET / HTTP/1.0|Host: LOCALHOST||, 200",
        "GET / HTTP/1.0|Host: 127.0.0.1:PORT||, 200",
        "GET / HTTP/1.0|Host: [::1]:PORT||, 200",
        "HEAD / HTTP/1.0|Host: localhost||, 200",
        "HEAD /events/0 HTTP/1.0|Host: localhost||, 200",
        "GET /groups/0 HTTP/1.0|Host: localhost||, 200",
        "GET / HTTP/1.0|Host: localhost:PORT|Origin: http://localhost:PORT||, 200",
        "GET / HTTP/1.0|Host: localhost|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: document||, 200",
        "GET /events/0 HTTP/1.0|Host: evil.example||, 403",
        "GET / HTTP/1.0|Host: evil.example:PORT||, 403",
        "GET / HTTP/1.0|Host: localhost.evil.example||, 403",
        "GET / HTTP/1.0|Host: 10.0.0.1||, 403",
        "GET / HTTP/1.0|Host: localhost|Host: evil.example||, 403",
        "GET http://localhost/ HTTP/1.0|Host: evil.example||, 403",
        "GET / HTTP/1.0||, 403",
        "GET /events/0 HTTP/1.0|Host: localhost|Origin: http://evil.example||, 403",
        "GET /events/0 HTTP/1.0|Host: localhost:PORT|Origin: http://localhost:1||, 403",
        "GET /events/0 HTTP/1.0|Host: localhost|Origin: null||, 403",
        "GET /events/0 HTTP/1.0|Host: localhost|Sec-Fetch-Site: same-site|Sec-Fetch-Mode: cors||, 403",
        "GET / HTTP/1.0|Host: localhost|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: iframe||, 403",
        "POST / HTTP/1.0|Host: localhost|Content-Length: 0||, 405",
        "POST /events/0 HTTP/1.0|Host: localhost|Content-Length: 99999999999||, 405",
        "POST /events/0 HTTP/1.0|Host: localhost|Transfer-Encoding: chunked||, 405",
        "GET / HTTP/1.0|Host: localhost|Content-Length: 5||, 400",
        "DELETE / HTTP/1.0|Host: localhost||, 405",
        "OPTIONS / HTTP/1.0|Host: localhost||, 405",
        "TRACE / HTTP/1.0|Host: localhost||, 405",
        "get / HTTP/1.0|Host: localhost||, 405",
        "GET /events/1 HTTP/1.0|Host: localhost||, 404",
        "GET /events/99999999999 HTTP/1.0|Host: localhost||, 404",
        "GET /groups/1 HTTP/1.0|Host: localhost||, 404",
        "GET /login HTTP/1.0|Host: localhost||, 404",
        "GET /../etc/passwd HTTP/1.0|Host: localhost||, 404",
    })
    void requestIsAnsweredOnlyIfItComesFromThePageItself(String request, int code) throws Exception {
        try (var tracker = Tracker.lenient("orders");
                var page = page(tracker)) {
            long start = System.nanoTime();
            var answer = ask(page.address(), request, "");

            // Nothing waits for a body that does not come; that would take ten seconds.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(answer).startsWith("HTTP/1.1 " + code + " ");
            assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                    .contains("x-content-type-options: nosniff", "referrer-policy: no-referrer", "no-store")
                    .contains("content-security-policy: default-src 'none'")
                    .doesNotContain("access-control", "evil.example");
        }
    }

    @Test
    void policyAllowsOnlyTheScriptAndTheStyleOfThePage() throws Exception {
        try (var tracker = Tracker.lenient("orders");
                var page = page(tracker)) {
            var answer = ask(page.address(), "GET / HTTP/1.0|Host: localhost||", "");

            for (var element : new String[] {"script", "style"}) {
                var text = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                        .matcher(answer);
                assertThat(text.find()).isTrue();
                var hash = MessageDigest.getInstance("SHA-256")
                        .digest(text.group(1).getBytes(StandardCharsets.ISO_8859_1));
                assertThat(answer)
                        .contains(
                                element + "-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
            }
            assertThat(answer)
                    .contains("connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                    .doesNotContain("unsafe");
        }
    }

    @Test
    void tokenIsNeededForEverythingAndIsExchangedForACookie() throws Exception {
        try (var tracker = Tracker.lenient("orders");
                var page = LivePage.builder().token(TOKEN).start(tracker)) {
            for (var path : new String[] {"/", "/events/0", "/groups/0", "/login", "/favicon.ico"}) {
                for (var header : new String[] {
                    "",
                    "Authorization: Bearer 0123456789abcdeg|",
                    "Authorization: Bearer 0123456789abcde|",
                    "Authorization: Basic " + TOKEN + "|",
                    "Authorization: |",
                    "Cookie: raft-election-page-PORT=|",
                    "Cookie: raft-election-page-PORT=" + TOKEN + "|",
                }) {
                    var answer = ask(page.address(), "GET " + path + " HTTP/1.0|Host: localhost|" + header + "|", "");
                    assertThat(answer)
                            .as(path + " " + header)
                            .startsWith("HTTP/1.1 401 ")
                            .doesNotContain("Set-cookie");
                }
            }
            var bearer = "Authorization: Bearer " + TOKEN + "|";
            assertThat(ask(page.address(), "GET / HTTP/1.0|Host: localhost|" + bearer + "|", ""))
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotContain("Set-cookie");
            assertThat(ask(page.address(), "GET /?token=" + TOKEN + " HTTP/1.0|Host: localhost||", ""))
                    .startsWith("HTTP/1.1 401 ");
            var login = ask(page.address(), "GET /login HTTP/1.0|Host: localhost|" + bearer + "|", "");
            assertThat(login).startsWith("HTTP/1.1 204 ").doesNotContain(TOKEN);
            var cookie = Pattern.compile("Set-cookie: (\\S+); Path=/; HttpOnly; SameSite=Strict\r\n")
                    .matcher(login);
            assertThat(cookie.find()).isTrue();
            assertThat(ask(
                            page.address(),
                            "GET /events/0 HTTP/1.0|Host: localhost|Cookie: other=1; " + cookie.group(1) + "||",
                            "event: reset"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void otherMachinesNeedATokenAndMayUseNamesThatWereGiven() throws Exception {
        try (var tracker = Tracker.lenient("orders");
                var page = LivePage.builder()
                        .address(InetAddress.getByName("127.0.0.2"), TOKEN)
                        .host("Status.example.org")
                        .start(tracker)) {
            var bearer = "Authorization: Bearer " + TOKEN + "||";
            assertThat(page.address().getHost()).isEqualTo("127.0.0.2");
            assertThat(ask(page.address(), "GET / HTTP/1.0|Host: status.example.org|" + bearer, ""))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(ask(page.address(), "GET / HTTP/1.0|Host: other.example.org|" + bearer, ""))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(ask(page.address(), "GET / HTTP/1.0|Host: status.example.org||", ""))
                    .startsWith("HTTP/1.1 401 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "::1"})
    void pageAnswersAtTheAddressThatItPrints(String host) throws Exception {
        try (var tracker = Tracker.lenient("orders");
                var page = LivePage.builder()
                        .address(InetAddress.getByName(host), TOKEN)
                        .start(tracker)) {
            var end = "|Authorization: Bearer " + TOKEN + "||";
            assertThat(ask(
                            page.address(),
                            "GET / HTTP/1.0|Host: " + page.address().getAuthority() + end,
                            ""))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(ask(page.address(), "GET / HTTP/1.0|Host: 127.0.0.3:PORT" + end, ""))
                    .startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void addressThatIsInUseIsNamed() throws Exception {
        try (var tracker = Tracker.lenient("orders");
                var page = page(tracker)) {
            int port = page.address().getPort();

            assertThatThrownBy(() -> LivePage.builder().port(port).start(tracker))
                    .isInstanceOf(BindException.class)
                    .hasMessage("127.0.0.1:" + port + ": cannot be used, Address already in use");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "has a space in it all", "ünicode-ünicode-ünicode", "line\nline\nline\nline\n"})
    void invalidTokenIsRefusedAndNotShown(String token) {
        assertThatThrownBy(() -> LivePage.builder().token(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("token: has ")
                .hasMessageNotContaining(token);
    }

    @Test
    void invalidSettingsAreRefused() {
        LivePageBuilder builder = LivePage.builder();
        assertThatThrownBy(() -> builder.port(65_536)).hasMessage("port: 65536, expected 0 to 65535");
        assertThatThrownBy(() -> builder.port(-1)).hasMessage("port: -1, expected 0 to 65535");
        assertThatThrownBy(() -> builder.clients(0)).hasMessage("clients: 0, expected 1 to 10000");
        assertThatThrownBy(() -> builder.events(99)).hasMessage("events: 99, expected 100 to 200000");
        assertThatThrownBy(() -> builder.host("a:1")).hasMessageStartingWith("host: \"a:1\"");
    }
}
