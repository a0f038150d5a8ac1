package io.raftelection.watch.etcd;

import io.raftelection.ServerId;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.HttpAddress;
import io.raftelection.watch.JsonAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * A member in etcd's list.
 *
 * @param number its number, unsigned
 * @param name its name, which is unique in the list
 * @param addresses its client URLs; none if it has not started yet
 */
record ListedMember(long number, ServerId name, List<String> addresses) {
    private static final int PORT = 2379;

    static List<ListedMember> of(JsonAnswer answer) throws AnswerException {
        var items = answer.get("members").items();
        var names = new HashMap<String, Integer>();
        for (var item : items) {
            names.merge(name(item), 1, Integer::sum);
        }
        var members = new ArrayList<ListedMember>();
        for (var item : items) {
            long number = item.get("ID").unsigned();
            var name = names.getOrDefault(name(item), 0) > 1 ? "" : name(item);
            members.add(new ListedMember(number, id(name, number), addresses(item)));
        }
        return members;
    }

    /** {@return whether the member has published its addresses, and with them its name} */
    boolean isStarted() {
        return !addresses.isEmpty();
    }

    private static String name(JsonAnswer item) throws AnswerException {
        var name = item.find("name");
        return name.isPresent() ? name.get().text() : "";
    }

    /** {@return the name, or the number as etcd prints it if the name is not usable} */
    private static ServerId id(String name, long number) {
        try {
            return ServerId.of(name);
        } catch (IllegalArgumentException e) {
            return ServerId.of(Long.toHexString(number));
        }
    }

    private static List<String> addresses(JsonAnswer item) throws AnswerException {
        var urls = item.find("clientURLs");
        var addresses = new ArrayList<String>();
        for (var url : urls.isPresent() ? urls.get().items() : List.<JsonAnswer>of()) {
            address(url.text()).ifPresent(addresses::add);
        }
        return addresses;
    }

    private static Optional<String> address(String url) {
        try {
            return Optional.of(HttpAddress.of(url, PORT).toString());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
