package io.raftelection.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The documents that a live page consists of, and the policy of each. */
final class LiveDocument {
    /** The data of a timeline without events. */
    private static final String EMPTY = "{\"until\":1,\"count\":0,\"servers\":[],\"roles\":[],\"clock\":[],\"runs\":[],"
            + "\"words\":[],\"events\":{\"at\":[],\"server\":[],\"words\":[],\"term\":[],\"observed\":[]}}";

    private final String policy;
    private final String text;

    private LiveDocument(Assets assets, String title, String script, Markup.Body body) {
        this.policy = assets.livePolicy();
        var out = new StringWriter();
        out.append("<!DOCTYPE html>\n");
        var page = new Markup(out);
        try {
            page.open("html", "lang", "en");
            page.open("head");
            page.empty("meta", "charset", "utf-8");
            page.empty("meta", "name", "viewport", "content", "width=device-width");
            page.text("title", title);
            page.raw("style", assets.style());
            page.close();
            page.open("body", "class", "growing");
            body.write(page);
            if (!script.isEmpty()) {
                page.raw("script", script);
            }
            page.close().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.text = out.toString();
    }

    String policy() {
        return policy;
    }

    String text() {
        return text;
    }

    /**
     * {@return the page of a stream}
     *
     * @param stream the address of the stream; it is relative, since a proxy may show the page elsewhere
     * @param several whether there are others
     */
    static LiveDocument timeline(String cluster, String stream, boolean several) throws IOException {
        var assets = Assets.live();
        return new LiveDocument(assets, "Leaders of " + cluster, assets.script(), page -> {
            if (several) {
                page.open("p").text("a", "all groups", "href", "../").close();
            }
            page.isolated("h1", "Leaders of " + cluster);
            page.open("p", "id", "leader", "class", "leader");
            page.text("span", "", "id", "leads", "role", "status");
            page.text("span", "", "id", "since");
            page.close();
            page.open("p", "id", "connection", "class", "connection").close();
            page.open("ul", "id", "missing", "class", "missing").close();
            page.open("noscript");
            page.text("p", "This page grows by a script, which is blocked here.", "class", "note");
            page.close();
            Page.patterns(page);
            page.open("main");
            page.open("figure", "id", "picture");
            page.open("div", "id", "live", "class", "live").close();
            Page.key(page);
            page.close();
            page.open("section", "class", "events");
            page.text("h2", "no events", "id", "heading");
            page.open("ol", "id", "list").close();
            page.close().close();
            page.raw("script", EMPTY, "type", "application/json", "id", "data", "data-stream", stream);
        });
    }

    /**
     * A row of the list.
     *
     * @param name the name of the group
     * @param leader who leads it, in words; empty if that is not known
     */
    record Group(String name, Optional<String> leader) {}

    /** {@return the list of all streams, with the present leader of each} */
    static LiveDocument groups(List<Group> groups, int omitted) throws IOException {
        return new LiveDocument(Assets.live(), "Raft groups", "", page -> {
            page.empty("meta", "http-equiv", "refresh", "content", groups.isEmpty() ? "1" : "5");
            page.text("h1", "Raft groups");
            if (groups.isEmpty()) {
                page.text("p", "No Raft group was found yet. This page reloads every second.");
                return;
            }
            page.text("p", "This page reloads every 5 seconds.", "class", "connection");
            page.open("div", "class", "wide").open("table").open("tbody");
            for (int i = 0; i < groups.size(); i++) {
                var leader = groups.get(i).leader();
                page.open("tr").open("td");
                page.isolated("a", groups.get(i).name(), "href", "groups/" + i);
                page.close();
                page.isolated("td", leader.orElse("no known leader"), "class", leader.isPresent() ? "led" : "nobody");
                page.close();
            }
            page.close().close().close();
            if (omitted > 0) {
                page.text("p", Figures.counted(omitted, "more group") + " cannot be shown.", "class", "note");
            }
        });
    }

    /**
     * {@return the form that asks for the token}
     *
     * @param address where the token is exchanged, relative to the page
     */
    static LiveDocument login(String address) throws IOException {
        var assets = Assets.login();
        return new LiveDocument(assets, "Token", assets.script(), page -> {
            page.text("h1", "Token");
            page.text("p", "Enter the token that this page was started with.");
            page.open("form", "id", "login", "data-address", address);
            page.open("label").text("span", "Token");
            page.empty("input", "id", "token", "type", "password", "autocomplete", "current-password", "required", "");
            page.close();
            page.text("button", "show");
            page.close();
            page.text("p", "", "id", "answer", "class", "note", "role", "status");
            page.open("noscript");
            page.text("p", "This page needs its script, which is blocked here.", "class", "note");
            page.close();
        });
    }
}
